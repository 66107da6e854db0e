#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "listener.h"

namespace motcua::http {

/// A certificate and its key.
struct Identity {
  std::shared_ptr<EVP_PKEY> key;
  std::shared_ptr<X509> certificate;
};
/// Self-signed.
Identity MakeAuthority();
/// `alternative_name`: "IP:127.0.0.1", "DNS:portal.test".
Identity Issue(const Identity& authority, const std::string& alternative_name);
/// The certificate as a temporary PEM file of this process only, because tests run in parallel.
class CertificateFile {
 public:
  explicit CertificateFile(const Identity& identity);
  ~CertificateFile();
  CertificateFile(const CertificateFile&) = delete;
  CertificateFile& operator=(const CertificateFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Answers every request over TLS with 200, one connection after the other.
class TlsServer {
 public:
  explicit TlsServer(const Identity& identity, int newest_version = TLS1_3_VERSION);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  std::string address() const { return listener_.address("https"); }
  int connections() const { return connections_; }
  int requests() const { return requests_; }

 private:
  void Serve(int fd);

  Listener listener_;
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  std::atomic<int> requests_ = 0;
  std::thread thread_;
};

}  // namespace motcua::http

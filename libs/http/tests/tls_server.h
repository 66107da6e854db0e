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
/// Vouches for itself.
Identity MakeAuthority();
/// `alternative_name`: "IP:127.0.0.1", "DNS:portal.test".
Identity Issue(const Identity& authority, const std::string& alternative_name);
/// The certificate as a PEM file among the test's temporary ones; its path.
std::string WriteCertificate(const Identity& identity, const std::string& file_name);

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

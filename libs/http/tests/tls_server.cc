#include "tls_server.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "motcua/base/check.h"

namespace motcua::http {
namespace {

constexpr long kHour = 60 * 60;

void AddExtension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  MOTCUA_CHECK(extension != nullptr);
  MOTCUA_CHECK(X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

// `issuer` null: self-signed.
Identity Make(const std::string& name, const Identity* issuer, int kind, const std::string& value) {
  Identity made{{EVP_EC_gen("P-256"), EVP_PKEY_free}, {X509_new(), X509_free}};
  X509* const certificate = made.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), issuer == nullptr ? 1 : 2);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -kHour);
  X509_gmtime_adj(X509_getm_notAfter(certificate), kHour);
  X509_set_pubkey(certificate, made.key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  const Identity& signer = issuer == nullptr ? made : *issuer;
  X509_set_issuer_name(certificate, X509_get_subject_name(signer.certificate.get()));
  AddExtension(certificate, kind, value);
  MOTCUA_CHECK(X509_sign(certificate, signer.key.get(), EVP_sha256()) != 0);
  return made;
}

}  // namespace

Identity MakeAuthority() {
  return Make("Test authority", nullptr, NID_basic_constraints, "critical,CA:TRUE");
}

Identity Issue(const Identity& authority, const std::string& alternative_name) {
  return Make("Test server", &authority, NID_subject_alt_name, alternative_name);
}

CertificateFile::CertificateFile(const Identity& identity)
    : path_(::testing::TempDir() + "motcua-certificate-XXXXXX") {
  const int fd = ::mkstemp(path_.data());
  MOTCUA_CHECK(fd >= 0);
  std::FILE* const file = ::fdopen(fd, "w");
  MOTCUA_CHECK(PEM_write_X509(file, identity.certificate.get()) == 1);
  MOTCUA_CHECK(std::fclose(file) == 0);
}

CertificateFile::~CertificateFile() {
  std::remove(path_.c_str());
}

TlsServer::TlsServer(const Identity& identity, int newest_version)
    : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free) {
  std::signal(SIGPIPE, SIG_IGN);  // as in the programs: a client that hangs up is an error
  SSL_CTX_set_security_level(context_.get(), 0);  // otherwise OpenSSL itself refuses TLS 1.1
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context_.get(), newest_version);
  MOTCUA_CHECK(SSL_CTX_use_certificate(context_.get(), identity.certificate.get()) == 1);
  MOTCUA_CHECK(SSL_CTX_use_PrivateKey(context_.get(), identity.key.get()) == 1);
  thread_ = std::thread([this] {
    for (int fd = 0; !stopping_ && (fd = listener_.AcceptFd()) >= 0;) {
      if (!stopping_) {
        ++connections_;
        Serve(fd);
      }
      ::close(fd);
    }
  });
}

TlsServer::~TlsServer() {
  stopping_ = true;
  const RawSocket last(listener_.port());  // ends the wait for a connection
  thread_.join();
}

void TlsServer::Serve(int fd) {
  const std::unique_ptr<SSL, void (*)(SSL*)> tls(SSL_new(context_.get()), SSL_free);
  SSL_set_fd(tls.get(), fd);
  if (SSL_accept(tls.get()) != 1) {
    return;
  }
  std::array<char, 4096> buffer;
  while (SSL_read(tls.get(), buffer.data(), buffer.size()) > 0) {
    ++requests_;
    constexpr char kAnswer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    SSL_write(tls.get(), kAnswer, sizeof(kAnswer) - 1);
  }
}

}  // namespace motcua::http

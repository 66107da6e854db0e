#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/http/request.h"
#include "motcua/http/response.h"

namespace motcua::http {

class CurlConnection;

struct ClientOptions {
  /// `http://host:port` or `https://host:port`, without a path (server_url.h).
  std::string address;
  /// For https: a PEM file of the certificate authorities to trust, and no others; empty: those of
  /// the system.
  std::string ca_file;
  /// Limit on name look-up, connecting and TLS handshake together.
  std::chrono::milliseconds connect_timeout{2'000};
  /// Limit on requests in progress, and so on connections. Further requests wait.
  std::size_t connections = 8;
  std::size_t header_limit = 64 * 1024;
  std::size_t max_body_bytes = 64 * 1024 * 1024;
};

/// A blocking HTTP/1.1 client for one server, with a pool of persistent connections, on libcurl.
/// Thread-safe; must outlive its calls.
///
/// Connects on demand. A connection that failed, timed out, was closed by the server or received
/// unexpected bytes is not reused. Requests are never resent automatically, redirects not followed,
/// and proxies of the environment not used, so that after an error the caller knows whether its
/// request may be repeated. With https, the server's certificate and name are always verified, and
/// TLS 1.2 is the minimum.
class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Sends method, target, headers and body unchanged, and waits for the complete answer. Host and
  /// Content-Length are added; with `Connection: close` the connection ends with the answer.
  /// `timeout` covers everything, including the wait for a connection and the name look-up.
  ///
  /// Any HTTP status is a Response, not an error.
  ///
  /// Errors before anything was sent:
  /// - INVALID_ARGUMENT / ADDRESS_INVALID, REQUEST_INVALID;
  /// - UNAVAILABLE / CONNECT_FAILED, TLS_FAILED;
  /// - DEADLINE_EXCEEDED / CONNECT_TIMEOUT.
  ///
  /// Errors after which the server may have acted:
  /// - UNAVAILABLE / CONNECTION_LOST;
  /// - DEADLINE_EXCEEDED / REQUEST_TIMEOUT;
  /// - INTERNAL / RESPONSE_INVALID;
  /// - RESOURCE_EXHAUSTED / RESPONSE_TOO_LARGE.
  absl::StatusOr<Response> Send(const Request& request, std::chrono::milliseconds timeout);

  /// True while there is an open connection for the next Send.
  bool connected() const;

 private:
  std::unique_ptr<CurlConnection> Take(std::chrono::steady_clock::time_point deadline);
  void GiveBack(std::unique_ptr<CurlConnection> connection);

  const ClientOptions options_;
  const absl::Status address_;
  mutable std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<CurlConnection>> idle_;
  std::size_t busy_ = 0;
};

/// Checks the options, so that a program fails at start instead of at every request:
/// INVALID_ARGUMENT / ADDRESS_INVALID, CA_FILE_INVALID (not readable, without a certificate, or
/// given for http).
absl::Status CheckClientOptions(const ClientOptions& options);

/// True when an error of `Client::Send` with this reason means that nothing was sent.
bool NothingSent(std::string_view reason);

}  // namespace motcua::http

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
  /// For https: a PEM file of the only authorities that may vouch for the server; empty: those of
  /// the system.
  std::string ca_file;
  /// For looking the name up, connecting and the TLS handshake together.
  std::chrono::milliseconds connect_timeout{2'000};
  /// Most requests under way, and so most connections. One more waits for its turn.
  std::size_t connections = 8;
  std::size_t header_limit = 64 * 1024;
  std::size_t max_body_bytes = 64 * 1024 * 1024;
};

/// A blocking HTTP/1.1 client of one server with a pool of kept connections, on libcurl.
/// Thread-safe; outlives the calls.
///
/// Connects when a request needs it. A connection that failed, timed out, was closed by the server
/// or holds bytes nobody asked for is never used again. Nothing is resent on its own, redirects are
/// not followed, the environment's proxies are not used: after an error the caller knows whether
/// its request may be repeated. With https the server's certificate and name are always verified,
/// and nothing below TLS 1.2 is spoken.
class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Sends method, target, headers and body as they are, and waits for the whole answer. Host and
  /// Content-Length are added; a `Connection: close` ends the connection with the answer.
  /// `timeout` covers everything, also the wait for a turn and the look-up of the name.
  ///
  /// Any HTTP status is a Response, not an error. Errors at which nothing was sent:
  /// INVALID_ARGUMENT ADDRESS_INVALID or REQUEST_INVALID, UNAVAILABLE CONNECT_FAILED or TLS_FAILED,
  /// DEADLINE_EXCEEDED CONNECT_TIMEOUT. Errors after which the server may have acted: UNAVAILABLE
  /// CONNECTION_LOST, DEADLINE_EXCEEDED REQUEST_TIMEOUT, INTERNAL RESPONSE_INVALID,
  /// RESOURCE_EXHAUSTED RESPONSE_TOO_LARGE.
  absl::StatusOr<Response> Send(const Request& request, std::chrono::milliseconds timeout);

  /// True while a connection is kept that the next Send may use.
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

/// Whether a client could be made of them, for a start that fails at once instead of every request:
/// INVALID_ARGUMENT / ADDRESS_INVALID, CA_FILE_INVALID (not readable, without a certificate, or
/// given for http).
absl::Status CheckClientOptions(const ClientOptions& options);

/// True when an error of `Client::Send` with this reason says that surely nothing was sent.
bool NothingSent(std::string_view reason);

}  // namespace motcua::http

#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/http/request.h"
#include "motcua/http/response.h"

namespace motcua::http {

struct ClientOptions {
  /// `host:port`. A name is looked up by the system's resolver, whose time is not bounded by ours.
  std::string address;
  std::chrono::milliseconds connect_timeout{2'000};
  std::size_t header_limit = 64 * 1024;
  std::size_t max_body_bytes = 64 * 1024 * 1024;
};

/// A blocking keep-alive client with one connection, for tools and tests. Not thread-safe.
///
/// Connects at the first Send. A connection that failed, timed out, was closed by the server or
/// holds bytes nobody asked for is never used again; the next Send opens a new one. Nothing is
/// resent on its own: after an error the caller knows whether its request may be repeated.
class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();
  Client(Client&& other) noexcept;
  Client& operator=(Client&& other) noexcept;

  /// Sends method, target, headers and body, and waits for the whole answer. Host and
  /// Content-Length are added. Any HTTP status is a Response, not an error. UNAVAILABLE:
  /// CONNECT_FAILED (nothing was sent) or CONNECTION_LOST; DEADLINE_EXCEEDED: CONNECT_TIMEOUT
  /// (nothing was sent) or REQUEST_TIMEOUT; INVALID_ARGUMENT: ADDRESS_INVALID or REQUEST_INVALID;
  /// INTERNAL: RESPONSE_INVALID; RESOURCE_EXHAUSTED: RESPONSE_TOO_LARGE.
  absl::StatusOr<Response> Send(const Request& request, std::chrono::milliseconds timeout);

  /// True while a connection is open that the next Send may use.
  bool connected() const { return fd_ >= 0; }
  void Close();

 private:
  absl::Status Connect(std::chrono::steady_clock::time_point deadline);

  ClientOptions options_;
  int fd_ = -1;
};

}  // namespace motcua::http

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "motcua/http/response.h"
#include "motcua/http/router.h"

namespace motcua::http {

/// Renders the body of an error that the server itself answers, so that a gateway can use its own
/// error format. `reason` is stable (the table in README.md), `message` one English sentence.
/// Called on event loop threads; must not block or throw.
using ErrorRenderer =
    std::function<Response(int status, std::string_view reason, std::string_view message)>;

/// What happened to one request, for metrics. Every value of the text fields comes from a bounded
/// set.
struct Served {
  /// Name of the route; "unmatched" for 404, 405 and for input that is not a valid request.
  std::string_view route;
  /// The method, or "OTHER" for one that is not in RFC 9110 or RFC 5789.
  std::string_view method;
  int status;
  /// From the last byte of the request's header to the answer in the socket's queue.
  std::chrono::nanoseconds duration;
  std::size_t request_body_bytes;
  std::size_t response_body_bytes;
};
/// Called on event loop threads, concurrently; must not block or throw.
using Observer = std::function<void(const Served&)>;

struct ServerOptions {
  /// Numeric address and port, `0.0.0.0:8080` or `[::]:8080`; port 0 selects a free one.
  std::string listen = "127.0.0.1:0";
  /// Event loops, one thread each. A connection stays on its loop.
  int threads = 1;
  /// Further connections are answered 503 (TOO_MANY_CONNECTIONS) and closed.
  std::size_t max_connections = 10'000;
  /// The same per IPv4 /24 or IPv6 /64 (reliability R5.8 asks for 1,000 on an edge that faces
  /// clients directly); 0 means no such limit, as behind a proxy.
  std::size_t max_connections_per_subnet = 0;

  /// Limits in bytes: of request line and header fields (more is 431), and of the request target
  /// (more is 414).
  std::size_t header_limit = 16 * 1024;
  std::size_t uri_limit = 4 * 1024;

  /// From the first byte of a request, or from accept, to the end of its header; then 408 and
  /// close.
  std::chrono::milliseconds header_timeout{10'000};
  /// From the end of the header to the end of the body; then 408 and close.
  std::chrono::milliseconds body_timeout{30'000};
  /// Between an answer and the first byte of the next request; then close.
  std::chrono::milliseconds idle_timeout{60'000};
  /// For the client to read an answer, plus what the slowest allowed reader needs for bytes that do
  /// not fit into the socket's buffer; then close.
  std::chrono::milliseconds write_timeout{30'000};
  std::size_t slowest_bytes_per_second = 16 * 1024;

  /// If unset, plain text of reason and message.
  ErrorRenderer render_error;
  /// May be unset.
  Observer observer;
};

/// An HTTP/1.1 server with keep-alive, ordered pipelining, and limits on everything a client can
/// grow.
///
/// Owns its threads; call Start and Stop from one thread, the rest from any. Handlers may outlive
/// the server; their answers are then dropped. What handlers use must outlive Stop.
class Server {
 public:
  Server(ServerOptions options, Router router);
  /// Stops without draining.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds, listens and starts the threads. INVALID_ARGUMENT with reason LISTEN_ADDRESS_INVALID or
  /// SERVER_OPTIONS_INVALID, UNAVAILABLE with LISTEN_FAILED. Call once.
  absl::Status Start();

  /// The bound port; 0 before Start.
  std::uint16_t port() const;
  /// Open connections now, for a gauge.
  std::size_t connections() const;

  /// From now on each answer has `Connection: close`, so that clients move to other replicas during
  /// the delay between "not ready" and Stop (reliability R7.7). New connections are still accepted.
  void StartDraining();

  /// Stops accepting, closes idle connections, lets requests in flight finish and closes their
  /// connections. OK when all finished in time; DEADLINE_EXCEEDED with reason DRAIN_INCOMPLETE
  /// (metadata `connections`) when connections were closed at the deadline. Blocks; idempotent.
  /// Must not be called from a handler.
  absl::Status Stop(std::chrono::milliseconds drain_deadline);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::http

#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "motcua/http/router.h"
#include "motcua/http/server.h"

#include "admission.h"
#include "event_loop.h"
#include "read_buffer.h"
#include "refusal.h"
#include "request_parser.h"

namespace motcua::http {

/// What all connections of a server share; thread-safe.
struct ServerContext {
  ServerContext(ServerOptions server_options, Router server_router)
      : options(std::move(server_options)),
        router(std::move(server_router)),
        admission(options.max_connections, options.max_connections_per_subnet) {}

  Response Render(const Refusal& refusal) const;

  const ServerOptions options;
  const Router router;
  Admission admission;
  /// Answers say `Connection: close`.
  std::atomic<bool> draining{false};
  /// New connections are not served any more.
  std::atomic<bool> stopping{false};
};

/// One client's connection: reads, dispatches one request at a time (which keeps pipelined answers
/// in order), writes. Lives on one event loop; every method runs on its thread.
///
/// Answers that are given at once to pipelined requests are gathered and written together. While an
/// answer is awaited or can't be written, nothing is read: a client that doesn't take answers holds
/// one answer and one buffer, not more.
class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  using Socket = boost::asio::ip::tcp::socket;

  Connection(std::shared_ptr<EventLoop> loop, std::shared_ptr<ServerContext> context, Socket socket,
             std::string peer, Admission::Ticket ticket);

  /// Registers with the loop and starts to read.
  void Start();
  /// Closes now if no request is on its way, else after its answer.
  void Finish();

  /// The answer to the request in flight, and the request back for its memory.
  void OnAnswer(Response response, Request request);
  /// Nobody is left who could give it.
  void OnDropped();

 private:
  using Time = std::chrono::steady_clock::time_point;
  /// What arriving bytes, or an expired deadline, mean. kClosing: the last answer is given.
  enum class Phase { kIdle, kHeader, kBody, kHandler, kClosing, kClosed };
  /// What comes when all is written.
  enum class Next { kProcess, kRead, kAnswer, kLinger };

  void Read();
  void OnRead(std::size_t bytes);
  void Process();
  bool OnHeader();
  bool Dispatch();
  bool GiveAnswer(Response response);
  void Serialize(Response response);
  void Refuse(const Refusal& refusal);
  Response Render(const Refusal& refusal) const;
  bool Flush(Next next);
  void OnWritten();
  void Linger();
  void Close();

  void SetDeadline(Time deadline);
  void SetDeadlineOfPhase();
  void ArmTimer();
  void OnDeadline();

  const std::shared_ptr<EventLoop> loop_;
  const std::shared_ptr<ServerContext> context_;
  const Admission::Ticket ticket_;
  const std::string peer_;
  Socket socket_;

  // One timer that is moved only to an earlier time: a busy connection never touches it, because it
  // looks at the deadline when it rings.
  boost::asio::steady_timer timer_;
  Time deadline_ = Time::max();
  Time timer_at_ = Time::max();

  Phase phase_ = Phase::kHeader;
  bool reading_ = false;
  ReadBuffer in_;
  std::size_t discarded_ = 0;

  // The request that is being read or answered.
  std::optional<RequestParser> parser_;
  Request request_;
  struct Current {
    const Route* route = nullptr;
    std::optional<Refusal> unrouted;
    std::string allow;
    Time header_end{};
    std::string_view method_label = "OTHER";
    std::size_t body_bytes = 0;
    bool http_1_0 = false;
    bool keep_alive = true;
    bool head = false;
  } current_;
  bool dispatching_ = false;
  std::optional<Response> answer_;

  std::string out_;        // heads and small bodies
  std::string large_out_;  // one large body, after out_
  bool writing_ = false;
  Next next_ = Next::kRead;
};

}  // namespace motcua::http

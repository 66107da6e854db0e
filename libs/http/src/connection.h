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
  /// New connections are no longer served.
  std::atomic<bool> stopping{false};
};

/// One client's connection: reads, dispatches one request at a time (which keeps pipelined answers
/// in order), writes. Lives on one event loop; every method runs on its thread.
///
/// Immediate answers to pipelined requests are gathered and written together. While an answer is
/// pending or can't be written, nothing is read, so a client that doesn't read answers holds at
/// most one answer and one buffer.
class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  using Socket = boost::asio::ip::tcp::socket;

  Connection(std::shared_ptr<EventLoop> loop, std::shared_ptr<ServerContext> context, Socket socket,
             std::string peer, Admission::Ticket ticket);

  /// Registers with the loop and starts to read.
  void Start();
  /// Closes now if no request is in progress, otherwise after its answer.
  void Finish();

  /// The answer to the request in flight, and the request back for its memory.
  void OnAnswer(Response response, Request request);
  /// The callback was dropped without an answer.
  void OnDropped();

 private:
  using Time = std::chrono::steady_clock::time_point;
  /// How to interpret arriving bytes or an expired deadline. kClosing: the last answer has been
  /// given.
  enum class Phase { kIdle, kHeader, kBody, kHandler, kClosing, kClosed };
  /// What to do when everything is written.
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

  // One timer that is only ever moved to an earlier time and checks the deadline when it fires, so
  // a busy connection does not reset it.
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

#include "connection.h"

#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>

#include "pending_exchange.h"
#include "wire.h"

namespace motcua::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::steady_clock;

// A body up to this size is copied after its head, so that most answers are one buffer.
constexpr std::size_t kSmallBody = 16 * 1024;
// Gathered answers are written when they reach this.
constexpr std::size_t kFlushAt = 64 * 1024;
// After the last answer, further input is read and discarded for this long: closing with unread
// bytes would reset the connection and could lose the answer (RFC 9112 9.6).
constexpr std::chrono::seconds kLinger{1};
constexpr std::size_t kDiscardAtMost = 1024 * 1024;
// Memory that an idle connection may keep for its next request.
constexpr std::size_t kKeepCapacity = 16 * 1024;

// A metric label takes values from a closed set only.
std::string_view MethodLabel(std::string_view method) {
  static constexpr std::array<std::string_view, 9> kKnown = {
      "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"};
  for (const std::string_view known : kKnown) {
    if (method == known) {
      return known;
    }
  }
  return "OTHER";
}

void EmptyForReuse(std::string& text) {
  if (text.capacity() > kKeepCapacity) {
    text = std::string();
  } else {
    text.clear();
  }
}

}  // namespace

Response ServerContext::Render(const Refusal& refusal) const {
  if (options.render_error) {
    return options.render_error(refusal.status, refusal.reason, refusal.message);
  }
  return TextResponse(refusal.status, std::string(refusal.reason) + "\n" + refusal.message + "\n");
}

Connection::Connection(std::shared_ptr<EventLoop> loop, std::shared_ptr<ServerContext> context,
                       Socket socket, std::string peer, Admission::Ticket ticket)
    : loop_(std::move(loop)),
      context_(std::move(context)),
      ticket_(std::move(ticket)),
      peer_(std::move(peer)),
      socket_(std::move(socket)),
      timer_(loop_->io()),
      // The parser itself stops at header_limit; the rest is for chunk headers and trailers.
      in_(context_->options.header_limit + 1024) {}

void Connection::Start() {
  if (context_->stopping.load()) {
    phase_ = Phase::kClosed;  // accepted just before the stop; the socket closes with this object
    return;
  }
  loop_->connections().insert(shared_from_this());
  SetDeadlineOfPhase();
  Read();
}

void Connection::Finish() {
  error_code ec;
  const bool waits = phase_ == Phase::kIdle || (phase_ == Phase::kHeader && !parser_);
  // A request that has already arrived is still answered.
  if (waits && !writing_ && socket_.available(ec) == 0) {
    Close();
  }
}

void Connection::Read() {
  const auto [room, size] = in_.Room();
  reading_ = true;
  socket_.async_read_some(asio::buffer(room, size),
                          [self = shared_from_this()](const error_code& ec, std::size_t bytes) {
                            self->reading_ = false;
                            if (self->phase_ == Phase::kClosed) {
                              return;
                            }
                            if (ec) {
                              self->Close();
                              return;
                            }
                            self->OnRead(bytes);
                          });
}

void Connection::OnRead(std::size_t bytes) {
  in_.Commit(bytes);
  if (phase_ != Phase::kClosing) {
    Process();
    return;
  }
  in_.Consume(in_.data().size());
  discarded_ += bytes;
  if (discarded_ > kDiscardAtMost) {
    Close();
  } else {
    Read();
  }
}

void Connection::Process() {
  while (true) {
    if (!parser_) {
      while (in_.data().starts_with("\r\n")) {
        in_.Consume(2);  // RFC 9112 2.2: empty lines before a request
      }
      if (in_.empty()) {
        if (Flush(Next::kRead)) {
          Read();
        }
        return;
      }
      parser_.emplace(request_, context_->options.header_limit, context_->options.uri_limit);
    }
    const RequestParser::Step step = parser_->Parse(in_.data());
    in_.Consume(step.consumed);
    if (step.refusal) {
      Refuse(*step.refusal);
      return;
    }
    if (step.need_more) {
      if (in_.full()) {
        Refuse(parser_->header_done() ? kMalformed : kHeaderTooLarge);
        return;
      }
      if (phase_ == Phase::kIdle) {
        phase_ = Phase::kHeader;
        SetDeadlineOfPhase();
      }
      if (Flush(Next::kRead)) {
        Read();
      }
      return;
    }
    if (phase_ != Phase::kBody && !OnHeader()) {
      return;
    }
    if (parser_->is_done() && !Dispatch()) {
      return;
    }
  }
}

// At the end of the header, before the body. False when the request was refused.
bool Connection::OnHeader() {
  current_.header_end = steady_clock::now();
  current_.http_1_0 = parser_->http_1_0();
  current_.keep_alive = parser_->keep_alive();
  current_.head = request_.method == "HEAD";
  current_.method_label = MethodLabel(request_.method);
  if (const auto refusal = parser_->CheckHeader()) {
    Refuse(*refusal);
    return false;
  }
  if (!ParseTarget(request_).ok()) {
    Refuse(kTargetInvalid);
    return false;
  }
  Router::Match match = context_->router.Find(request_);
  current_.route = match.route;
  if (match.route == nullptr) {
    current_.unrouted = match.allow.empty() ? kRouteNotFound : kMethodNotAllowed;
    current_.allow = std::move(match.allow);
  }
  if (!parser_->LimitBody(match.route != nullptr ? match.route->max_body_bytes
                                                 : Route{}.max_body_bytes)) {
    Refuse(kBodyTooLarge);
    return false;
  }
  if (parser_->is_done()) {
    return true;
  }
  if (parser_->expects_continue()) {
    if (current_.unrouted) {
      Refuse(*current_.unrouted);
      return false;
    }
    if (in_.empty()) {
      out_.append("HTTP/1.1 100 Continue\r\n\r\n");
    }
  }
  phase_ = Phase::kBody;
  SetDeadlineOfPhase();
  return true;
}

// Passes a complete request to its handler. True when it is answered and the next one may be read.
bool Connection::Dispatch() {
  current_.body_bytes = request_.body.size();
  if (current_.unrouted) {
    return GiveAnswer(Render(*current_.unrouted));
  }
  phase_ = Phase::kHandler;
  deadline_ = Time::max();  // the handler is responsible for its own time limit
  request_.peer = peer_;
  auto exchange = std::make_shared<PendingExchange>(loop_, weak_from_this(), std::move(request_));
  PendingExchange& pending = *exchange;
  pending.SetInside(this);
  dispatching_ = true;
  const ResponseCallback callback(exchange);
  try {
    current_.route->handler(pending.request(), callback);
  } catch (...) {
    // An exception of any type from a handler fails its request, not the process.
    callback(context_->Render(kHandlerThrew));
  }
  dispatching_ = false;
  pending.SetInside(nullptr);
  if (answer_) {
    Response answer = std::move(*answer_);
    answer_.reset();
    return GiveAnswer(std::move(answer));
  }
  Flush(Next::kAnswer);
  return false;
}

void Connection::OnAnswer(Response response, Request request) {
  if (phase_ != Phase::kHandler) {
    return;  // closed in the meantime
  }
  request_ = std::move(request);
  if (dispatching_ || writing_) {
    answer_ = std::move(response);  // Dispatch or OnWritten picks it up
    return;
  }
  if (GiveAnswer(std::move(response))) {
    Process();
  }
}

void Connection::OnDropped() {
  OnAnswer(Render(kHandlerDropped), Request{});
}

// True when the connection may continue with the next request.
bool Connection::GiveAnswer(Response response) {
  const bool sendable = response.status >= 200 && response.status <= 599;
  Serialize(sendable ? std::move(response) : Render(kAnswerInvalid));
  if (phase_ == Phase::kClosing) {
    if (Flush(Next::kLinger)) {
      Linger();
    }
    return false;
  }
  return (out_.size() < kFlushAt && large_out_.empty()) || Flush(Next::kProcess);
}

void Connection::Serialize(Response response) {
  const Time now = steady_clock::now();
  if (context_->draining.load(std::memory_order_relaxed)) {
    current_.keep_alive = false;
  }
  const std::size_t body_bytes = response.body.size();
  if (AppendHead(out_, response,
                 {.http_1_0 = current_.http_1_0,
                  .keep_alive = current_.keep_alive,
                  .head = current_.head,
                  .date = loop_->Date()})) {
    if (body_bytes <= kSmallBody) {
      out_.append(response.body);
    } else {
      large_out_ = std::move(response.body);
    }
  }
  if (context_->options.observer) {
    context_->options.observer(Served{
        .route = current_.route != nullptr ? std::string_view(current_.route->name) : "unmatched",
        .method = current_.method_label,
        .status = response.status,
        .duration = current_.header_end == Time{} ? Time::duration{} : now - current_.header_end,
        .request_body_bytes = current_.body_bytes,
        .response_body_bytes = body_bytes});
  }
  phase_ = current_.keep_alive ? Phase::kIdle : Phase::kClosing;
  parser_.reset();
  request_.headers.Clear();
  EmptyForReuse(request_.body);
  current_ = Current{};
  if (phase_ == Phase::kIdle) {
    SetDeadline(now + context_->options.idle_timeout);
  }
}

// Answers instead of the handler and ends the connection, because the start of the next request is
// unknown.
void Connection::Refuse(const Refusal& refusal) {
  current_.keep_alive = false;
  GiveAnswer(Render(refusal));
}

Response Connection::Render(const Refusal& refusal) const {
  Response response = context_->Render(refusal);
  if (!current_.allow.empty()) {
    response.headers.Set("Allow", current_.allow);
  }
  return response;
}

// Writes the gathered answers. Returns false if the socket would block; `next` is then run after
// the write.
bool Connection::Flush(Next next) {
  if (out_.empty() && large_out_.empty()) {
    return true;
  }
  const std::array<asio::const_buffer, 2> buffers = {asio::buffer(out_), asio::buffer(large_out_)};
  const std::size_t total = out_.size() + large_out_.size();
  error_code ec;
  std::size_t written = socket_.write_some(buffers, ec);
  if (ec == asio::error::would_block) {
    written = 0;
  } else if (ec) {
    Close();
    return false;
  }
  if (written == total) {
    EmptyForReuse(out_);
    large_out_.clear();
    return true;
  }
  writing_ = true;
  next_ = next;
  SetDeadline(steady_clock::now() + context_->options.write_timeout +
              std::chrono::seconds((total - written) / context_->options.slowest_bytes_per_second));
  const std::size_t from_head = std::min(written, out_.size());
  const std::array<asio::const_buffer, 2> rest = {buffers[0] + from_head,
                                                  buffers[1] + (written - from_head)};
  asio::async_write(socket_, rest,
                    [self = shared_from_this()](const error_code& error, std::size_t) {
                      if (self->phase_ == Phase::kClosed) {
                        return;
                      }
                      if (error) {
                        self->Close();
                        return;
                      }
                      self->OnWritten();
                    });
  return false;
}

void Connection::OnWritten() {
  writing_ = false;
  EmptyForReuse(out_);
  large_out_ = std::string();
  SetDeadlineOfPhase();
  switch (next_) {
    case Next::kProcess:
      Process();
      break;
    case Next::kRead:
      Read();
      break;
    case Next::kAnswer:
      if (answer_) {
        Response answer = std::move(*answer_);
        answer_.reset();
        if (GiveAnswer(std::move(answer))) {
          Process();
        }
      }
      break;
    case Next::kLinger:
      Linger();
      break;
  }
}

void Connection::Linger() {
  error_code ec;
  socket_.shutdown(Socket::shutdown_send, ec);
  SetDeadlineOfPhase();
  in_.Consume(in_.data().size());
  if (!reading_) {
    Read();
  }
}

void Connection::Close() {
  phase_ = Phase::kClosed;
  answer_.reset();
  timer_.cancel();
  error_code ec;
  socket_.close(ec);
  // Must be last: it may drop the last reference except the caller's.
  loop_->connections().erase(shared_from_this());
}

void Connection::SetDeadline(Time deadline) {
  deadline_ = deadline;
  if (deadline_ < timer_at_) {
    ArmTimer();
  }
}

void Connection::SetDeadlineOfPhase() {
  const ServerOptions& options = context_->options;
  const Time now = steady_clock::now();
  switch (phase_) {
    case Phase::kIdle:
      return SetDeadline(now + options.idle_timeout);
    case Phase::kHeader:
      return SetDeadline(now + options.header_timeout);
    case Phase::kBody:
      return SetDeadline(now + options.body_timeout);
    case Phase::kClosing:
      return SetDeadline(now + kLinger);
    case Phase::kHandler:
    case Phase::kClosed:
      return SetDeadline(Time::max());
  }
}

void Connection::ArmTimer() {
  timer_at_ = deadline_;
  timer_.expires_at(deadline_);
  timer_.async_wait([self = shared_from_this()](const error_code& ec) {
    if (ec || self->phase_ == Phase::kClosed) {
      return;  // moved to an earlier time, or cancelled
    }
    self->timer_at_ = Time::max();
    self->OnDeadline();
  });
}

void Connection::OnDeadline() {
  if (steady_clock::now() < deadline_) {
    SetDeadline(deadline_);
    return;
  }
  const bool in_request = (phase_ == Phase::kHeader && parser_) || phase_ == Phase::kBody;
  if (in_request && !writing_) {
    Refuse(kRequestTimeout);
  } else {
    Close();
  }
}

}  // namespace motcua::http

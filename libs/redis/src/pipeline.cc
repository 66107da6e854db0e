#include "pipeline.h"

#include <algorithm>
#include <array>
#include <poll.h>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

namespace motcua::redis {
namespace {

using Time = std::chrono::steady_clock::time_point;

constexpr int kFailuresToOpen = 10;
constexpr std::chrono::milliseconds kFailureSpan{1000};
// Most stalls are short, so the first probe comes soon; the interval then doubles.
constexpr std::chrono::milliseconds kFirstProbe{50};
constexpr std::chrono::milliseconds kLongestProbe{500};

Time Now() {
  return std::chrono::steady_clock::now();
}

absl::Status Down(std::string_view message) {
  return Error(absl::StatusCode::kUnavailable, "REDIS_DOWN", message);
}

absl::Status TimedOut() {
  return Error(absl::StatusCode::kDeadlineExceeded, "REDIS_TIMEOUT",
               "Redis did not answer in time.");
}

/// For poll; rounded up, because waking early would only poll again.
int MillisecondsUntil(Time time) {
  if (time == Time::max()) {
    return -1;
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(time - Now());
  return static_cast<int>(std::max(left, left.zero()).count());
}

std::optional<WireCommand> Greeting(const Client::Options& options) {
  if (options.password.empty()) {
    return std::nullopt;
  }
  return WireCommand({"AUTH", options.user.empty() ? "default" : options.user, options.password});
}

}  // namespace

Pipeline::Pipeline(const Client::Options& options, Address address)
    : options_(options),
      address_(std::move(address)),
      greeting_(Greeting(options)),
      breaker_({.failures_to_open = kFailuresToOpen,
                .span = kFailureSpan,
                .first_probe = kFirstProbe,
                .longest_probe = kLongestProbe}),
      resolver_(address_.host),
      thread_([this] { Run(); }) {}

Pipeline::~Pipeline() {
  queue_.Close();
  thread_.join();
}

void Pipeline::Submit(const std::vector<std::string>& arguments, Client::Done done) {
  if (breaker_.open()) {
    return done(Down("Redis does not answer."));
  }
  if (commands_.fetch_add(1) >= options_.max_commands) {
    --commands_;
    return done(Error(absl::StatusCode::kResourceExhausted, "REDIS_BUSY",
                      "Too many commands are waiting for Redis."));
  }
  Command command{.wire = WireCommand(arguments),
                  .done = std::move(done),
                  .deadline = Now() + options_.command_timeout};
  if (!queue_.Push(std::move(command))) {
    End(std::move(command), Down("The client is closing."));
  }
}

void Pipeline::Run() {
  bool open = true;
  while (open) {
    if (WaitForReplies()) {
      TakeReplies();
    }
    BreakIfLate();
    open = queue_.TakeAll(waiting_);
    HeedBreaker();
    if (!waiting_.empty() && connection_ == nullptr) {
      Connect();
    }
    if (connection_ != nullptr) {
      SendWaiting();
    }
  }
  const absl::Status closed = Down("The client is closing.");
  EndAll(in_flight_, closed);
  EndAll(waiting_, closed);
}

/// Sleeps until there is something to do; true when the connection is readable, or at its end.
bool Pipeline::WaitForReplies() {
  std::array<pollfd, 2> watched{{{.fd = queue_.wake_fd(), .events = POLLIN, .revents = 0},
                                 {.fd = -1, .events = POLLIN, .revents = 0}}};
  if (connection_ != nullptr) {
    watched[1].fd = connection_->fd();
    // Always reads, to notice unexpected replies and the end of an idle connection.
    if (connection_->WantsToWrite() || !waiting_.empty()) {
      watched[1].events = POLLIN | POLLOUT;
    }
  }
  Time until = in_flight_.empty() ? Time::max() : in_flight_.front().deadline;
  if (breaker_.open()) {
    until = std::min(until, breaker_.next_probe());
  }
  poll(watched.data(), watched.size(), queue_.MaySleep() ? MillisecondsUntil(until) : 0);
  if (watched[0].revents != 0) {
    queue_.ClearWake();
  }
  return (watched[1].revents & ~POLLOUT) != 0;
}

void Pipeline::TakeReplies() {
  if (const absl::Status status = ReadReplies(); !status.ok()) {
    BreakConnection(status);
  }
}

absl::Status Pipeline::ReadReplies() {
  MOTCUA_RETURN_IF_ERROR(connection_->Read());
  for (;;) {
    MOTCUA_ASSIGN_OR_RETURN(const OwnedReply reply, connection_->NextReply());
    if (reply == nullptr) {
      return absl::OkStatus();
    }
    if (in_flight_.empty()) {
      return Down("Redis sent an unexpected reply.");
    }
    absl::StatusOr<Reply> result = Flatten(*reply);
    if (result.status().code() == absl::StatusCode::kUnavailable) {
      breaker_.Failed();
    } else {
      breaker_.Succeeded();
    }
    Command command = std::move(in_flight_.front());
    in_flight_.pop_front();
    End(std::move(command), std::move(result));
  }
}

/// Called after reading replies, so that a reply that has arrived counts even if we are late.
void Pipeline::BreakIfLate() {
  if (!in_flight_.empty() && in_flight_.front().deadline <= Now()) {
    BreakConnection(Down("An earlier command was not answered in time."));
  }
}

void Pipeline::HeedBreaker() {
  if (!breaker_.open()) {
    return;
  }
  EndAll(waiting_, Down("Redis does not answer."));
  if (breaker_.Ask() != CircuitBreaker::Permit::kProbe) {
    return;
  }
  ++commands_;
  waiting_.push_back({.wire = WireCommand({"PING"}),
                      .done =
                          [this](const absl::StatusOr<Reply>& pong) {
                            if (pong.ok()) {
                              breaker_.Close();
                            }
                          },
                      .deadline = Now() + options_.command_timeout});
}

/// Blocks for up to the connect time-out: without a connection there is nothing else to do.
void Pipeline::Connect() {
  const Time began = Now();
  auto opened = OpenConnection(began + options_.connect_timeout);
  if (!opened.ok()) {
    if (opened.status().code() == absl::StatusCode::kUnavailable) {
      breaker_.Failed();
    } else {
      breaker_.Succeeded();
    }
    EndAll(waiting_, opened.status());
    return;
  }
  connection_ = *std::move(opened);
  // The time spent connecting does not count against the time-outs of commands.
  const Time now = Now();
  queue_.TakeAll(waiting_);
  for (Command& command : waiting_) {
    command.deadline = std::min(command.deadline + (now - began), now + options_.command_timeout);
  }
}

absl::StatusOr<std::unique_ptr<Connection>> Pipeline::OpenConnection(Time deadline) {
  Address address = address_;
  if (address.path.empty()) {
    MOTCUA_ASSIGN_OR_RETURN(address.host, resolver_.Resolve(deadline));
  }
  auto opened =
      Connection::Open(address, greeting_ ? greeting_->bytes() : std::string_view(), deadline);
  if (!opened.ok()) {
    resolver_.TryAnother();
  }
  return opened;
}

void Pipeline::SendWaiting() {
  const Time now = Now();
  absl::Status status;
  while (status.ok() && !waiting_.empty() && connection_->HasRoom()) {
    Command command = std::move(waiting_.front());
    waiting_.pop_front();
    if (command.deadline <= now) {
      End(std::move(command), TimedOut());
      continue;
    }
    status = connection_->Append(command.wire.bytes());
    in_flight_.push_back(std::move(command));
  }
  if (status.ok() && connection_->WantsToWrite()) {
    status = connection_->Write();
  }
  if (!status.ok()) {
    BreakConnection(status);
  }
}

void Pipeline::BreakConnection(const absl::Status& why) {
  connection_.reset();
  if (in_flight_.empty()) {
    return;  // closed while idle: no command is affected
  }
  breaker_.Failed();  // once, regardless of the number of commands it ends
  EndAll(in_flight_, why);
  EndAll(waiting_, why);
}

void Pipeline::End(Command command, absl::StatusOr<Reply> result) {
  --commands_;
  command.done(std::move(result));
}

void Pipeline::EndAll(std::deque<Command>& commands, const absl::Status& why) {
  const Time now = Now();
  std::deque<Command> ending;
  ending.swap(commands);
  for (Command& command : ending) {
    absl::Status status = command.deadline <= now ? TimedOut() : why;
    End(std::move(command), std::move(status));
  }
}

}  // namespace motcua::redis

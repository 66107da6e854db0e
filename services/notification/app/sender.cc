#include "app/sender.h"

#include "motcua/base/status_macros.h"

namespace motcua::notification {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kAskLimit{5};
constexpr std::chrono::seconds kSweepEvery{5};
constexpr runtime::BackoffOptions kPause{.first = std::chrono::milliseconds(100),
                                         .longest = std::chrono::milliseconds(2000)};
// A password is corrected by people, and every attempt is logged by the gateway as an intrusion.
constexpr runtime::BackoffOptions kDeniedPause{.first = std::chrono::milliseconds(1000),
                                               .longest = std::chrono::milliseconds(30000)};

CallContext OwnCall() {
  CallContext call;
  call.caller = "notification";
  call.deadline = steady_clock::now() + kAskLimit;
  return call;
}

}  // namespace

Sender::Sender(db::Pool& pool, const Telling& telling, const SendMessage& send, const Clock& clock,
               Options options)
    : pool_(pool),
      telling_(telling),
      send_(send),
      clock_(clock),
      options_(options),
      bucket_(options.messages_per_second),
      backoff_(kPause),
      denied_backoff_(kDeniedPause) {}

bool Sender::WaitForTurn(const std::stop_token& stop) {
  for (auto wait = bucket_.Take(steady_clock::now()); wait.count() > 0;
       wait = bucket_.Take(steady_clock::now())) {
    const auto rounded = std::chrono::ceil<std::chrono::milliseconds>(wait);
    if (!runtime::SleepUnlessStopped(rounded, stop)) {
      return false;
    }
  }
  return !stop.stop_requested();
}

absl::StatusOr<int> Sender::Sweep(PgSendQueue& queue, const program::HeldShard& held) {
  // A message that is set aside may be one of those that only a sweep tries again.
  if (steady_clock::now() < next_sweep_ && held.set_aside().size() == 0) {
    return 0;
  }
  next_sweep_ = steady_clock::now() + kSweepEvery;
  return queue.Sweep(clock_.Now());
}

absl::Status Sender::Send(PgSendQueue& queue, const std::vector<Message>& messages,
                          const program::HeldShard& held) {
  for (const Message& message : messages) {
    if (!WaitForTurn(held.stop())) {
      return absl::OkStatus();
    }
    const absl::StatusOr<SendMessage::Done> done = send_.Run(OwnCall(), queue, message);
    if (!done.ok()) {
      MOTCUA_RETURN_IF_ERROR(queue.SetAside(message.id, done.status()));
      continue;
    }
    if (*done == SendMessage::Done::kNotReached || *done == SendMessage::Done::kDeferred) {
      pause_until_ = steady_clock::now() + backoff_.Next();
      return absl::OkStatus();
    }
    if (*done == SendMessage::Done::kDenied) {
      pause_until_ = steady_clock::now() + denied_backoff_.Next();
      return absl::OkStatus();
    }
    if (*done == SendMessage::Done::kSent) {
      backoff_.Reset();
      denied_backoff_.Reset();
    }
  }
  return absl::OkStatus();
}

// The claim of each message uses the lock's own connection, so a replica whose session has ended
// cannot send.
absl::StatusOr<bool> Sender::Round(program::HeldShard& held) {
  PgSendQueue queue(held.lock(), held.set_aside(), pool_, telling_, options_.queue);
  while (!held.ShouldEnd()) {
    MOTCUA_ASSIGN_OR_RETURN(const int swept, Sweep(queue, held));
    if (steady_clock::now() < pause_until_ || swept >= PgSendQueue::kSweep) {
      held.set_aside().KeepUntried();
    }
    if (steady_clock::now() < pause_until_) {
      return false;
    }
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<Message> round, queue.NextRound(clock_.Now()));
    if (round.empty()) {
      return false;
    }
    MOTCUA_RETURN_IF_ERROR(Send(queue, round, held));
  }
  return true;
}

}  // namespace motcua::notification

#include "app/answerer.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/runtime/backoff.h"

namespace motcua::notification {
namespace {

using std::chrono::steady_clock;

constexpr int kRound = 200;
constexpr std::chrono::seconds kAskLimit{10};

CallContext OwnCall() {
  CallContext call;
  call.caller = "notification";
  call.deadline = steady_clock::now() + kAskLimit;
  return call;
}

std::string_view Name(AnswerInbound::Done done) {
  switch (done) {
    case AnswerInbound::Done::kAnswered:
      return "answered";
    case AnswerInbound::Done::kLimited:
      return "limited";
    case AnswerInbound::Done::kDeferred:
      return "deferred";
    case AnswerInbound::Done::kCounted:
      return "counted";
    case AnswerInbound::Done::kFailed:
      break;
  }
  return "failed";
}

}  // namespace

absl::Status Answerer::FinishLimited(PgInboundQueue& queue,
                                     const std::vector<std::string>& ids) const {
  const absl::Status together = parts_.answer.FinishLimited(queue, ids);
  if (together.ok() || IsRetryable(together)) {
    return together;
  }
  for (const std::string& id : ids) {
    if (const absl::Status alone = parts_.answer.FinishLimited(queue, {id}); !alone.ok()) {
      MOTCUA_RETURN_IF_ERROR(queue.SetAside(id, alone));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Answerer::Round(program::HeldShard& held) {
  PgInboundQueue queue(held.lock(), held.set_aside(), parts_.ids);
  while (!held.ShouldEnd()) {
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<Inbound> round, queue.NextRound(kRound));
    if (round.empty()) {
      return false;
    }
    std::vector<std::string> limited;
    for (const Inbound& inbound : round) {
      if (held.ShouldEnd()) {
        break;
      }
      const absl::StatusOr<AnswerInbound::Done> done = parts_.answer.Run(OwnCall(), queue, inbound);
      if (!done.ok()) {
        MOTCUA_RETURN_IF_ERROR(queue.SetAside(inbound.id, done.status()));
        continue;
      }
      parts_.answered.With({ToString(inbound.kind), Name(*done)}).Increment();
      if (*done == AnswerInbound::Done::kLimited) {
        limited.push_back(inbound.id);
      }
      if (*done != AnswerInbound::Done::kAnswered && *done != AnswerInbound::Done::kFailed) {
        continue;  // there is no reply
      }
      parts_.on_message();
      const auto wait = budget_.Take(steady_clock::now());
      if (wait.count() > 0) {
        runtime::SleepUnlessStopped(std::chrono::ceil<std::chrono::milliseconds>(wait),
                                    held.stop());
        budget_.Take(steady_clock::now());
      }
    }
    MOTCUA_RETURN_IF_ERROR(FinishLimited(queue, limited));
  }
  return true;
}

}  // namespace motcua::notification

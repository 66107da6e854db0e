#include "usecase/work_shard.h"

#include <algorithm>

#include "motcua/base/status_macros.h"

namespace motcua::portalsync {

absl::StatusOr<WorkShard::Round> WorkShard::Run(Queue& queue, int limit,
                                                const std::function<absl::Status()>& still_held,
                                                const std::function<bool()>& should_end) const {
  Round round;
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<NextEvent> due,
                          queue.Due(options_.make_call(), machine_.Now(), limit));
  for (const NextEvent& next : due) {
    if (should_end()) {
      break;
    }
    const CircuitBreaker::Permit permit = breaker_.Ask();
    if (permit == CircuitBreaker::Permit::kWait) {
      round.paused = true;
      return round;
    }
    MOTCUA_RETURN_IF_ERROR(still_held());
    const CallContext call = options_.make_call();
    ++round.tried;
    const absl::StatusOr<SendResult> sent = send_.Run(call, queue, next);
    if (!sent.ok()) {
      MOTCUA_RETURN_IF_ERROR(queue.SetAside(next, sent.status()));
      continue;
    }
    const SendResult& result = *sent;
    if (options_.on_sent) {
      options_.on_sent(result.outcome);
    }
    if (result.outcome != SendResult::Outcome::kPortalFailed) {
      if (permit == CircuitBreaker::Permit::kProbe) {
        breaker_.Close();
      } else {
        breaker_.Succeeded();
      }
      continue;
    }
    MOTCUA_RETURN_IF_ERROR(still_held());  // the shard may have been lost
    breaker_.Failed();
    // A failed probe is not recorded, unless it may have changed something, so that an unavailable
    // portal costs nothing.
    if (permit == CircuitBreaker::Permit::kSend || result.may_still_arrive) {
      if (const absl::Status put_off = PutOff(call, queue, next, result); !put_off.ok()) {
        MOTCUA_RETURN_IF_ERROR(queue.SetAside(next, put_off));
      }
    }
  }
  return round;
}

absl::Status WorkShard::PutOff(const CallContext& call, Queue& queue, const NextEvent& next,
                               const SendResult& result) const {
  auto wait = options_.wait(next.attempts + 1);
  if (result.may_still_arrive) {
    wait = std::max(wait, options_.late_arrival);
  }
  return queue.PutOff(call, next, result.message, machine_.Now() + wait);
}

}  // namespace motcua::portalsync

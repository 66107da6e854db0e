#include "domain/operator_decisions.h"

#include "motcua/base/error.h"
#include "motcua/text/text.h"

namespace motcua::notification {
namespace {

absl::Status RefuseResend(std::string_view reason) {
  return Error(absl::StatusCode::kFailedPrecondition, reason,
               "only a message that certainly failed and has not expired can be sent again");
}

}  // namespace

absl::Status CheckDecider(const Actor& actor, const std::string& reason) {
  if (actor.kind != ActorKind::kOfficer) {
    return FieldError("actor.kind", "ACTOR_INVALID", "an officer must decide this");
  }
  if (text::IsBlank(reason)) {
    return FieldError("reason", "REASON_MISSING", "a written reason is required");
  }
  return absl::OkStatus();
}

absl::StatusOr<Move> DecideResolve(const Message& message, Resolution resolution) {
  if (message.state != MessageState::kUnknown) {
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_UNKNOWN",
                 "the outcome of this message is already known");
  }
  switch (resolution) {
    case Resolution::kDelivered:
      return Move{MessageState::kDelivered, ""};
    case Resolution::kFailed:
      return Move{MessageState::kFailed, kResolvedByOperator};
    case Resolution::kSendAgain:
      break;
  }
  return Move{MessageState::kCreated, ""};
}

absl::StatusOr<Move> DecideResend(const Message& message, bool delivered, Instant now) {
  if (message.state != MessageState::kFailed) {
    return RefuseResend("NOT_FAILED");
  }
  if (delivered || message.reason == kNoReceipt) {
    return RefuseResend("MAY_HAVE_ARRIVED");
  }
  if (now >= message.valid_until) {
    return RefuseResend(kValidityEnded);
  }
  return Move{MessageState::kCreated, ""};
}

}  // namespace motcua::notification

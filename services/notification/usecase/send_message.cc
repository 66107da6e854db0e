#include "usecase/send_message.h"

#include "motcua/base/error.h"
#include "motcua/base/failpoint.h"
#include "motcua/base/status_macros.h"

namespace motcua::notification {
namespace {

// intake was unavailable: tried again soon, since no attempt was made.
constexpr std::chrono::seconds kContactWait{5};

}  // namespace

absl::StatusOr<SendMessage::Done> SendMessage::WithoutContact(SendQueue& queue,
                                                              const Message& message,
                                                              const absl::Status& why) const {
  const absl::StatusCode code = why.code();
  const bool for_good = code == absl::StatusCode::kFailedPrecondition ||
                        code == absl::StatusCode::kNotFound ||
                        code == absl::StatusCode::kInvalidArgument;
  const Instant now = parts_.clock.Now();
  if (for_good) {
    const std::string reason = Reason(why).empty() ? "PHONE_MISSING" : Reason(why);
    MOTCUA_RETURN_IF_ERROR(queue.End(message, {MessageState::kSuppressed, reason}, now));
    return Done::kEnded;
  }
  if (now >= message.valid_until) {
    MOTCUA_RETURN_IF_ERROR(queue.End(message, {MessageState::kExpired, kValidityEnded}, now));
    return Done::kEnded;
  }
  MOTCUA_RETURN_IF_ERROR(queue.Defer(message, kContactWait));
  return Done::kDeferred;
}

absl::StatusOr<SendMessage::Done> SendMessage::Run(const CallContext& call, SendQueue& queue,
                                                   Message message) const {
  const auto contact = parts_.contacts.Find(call, message);
  if (!contact.ok()) {
    return WithoutContact(queue, message, contact.status());
  }
  const PhoneTrace trace = parts_.hasher.TraceOf(contact->phone);
  MOTCUA_ASSIGN_OR_RETURN(const std::optional<Decision> decision,
                          queue.Claim(message, trace, parts_.gateway.name(), parts_.clock.Now()));
  if (!decision.has_value()) {
    return Done::kGone;
  }
  if (decision->kind != Decision::Kind::kSend) {
    return decision->kind == Decision::Kind::kHold ? Done::kHeld : Done::kEnded;
  }
  ++message.attempts;
  MOTCUA_FAILPOINT("notification.after_claim");
  const SmsGateway::Result result = parts_.gateway.Send({.message_id = message.id,
                                                         .attempt = message.attempts,
                                                         .phone = contact->phone,
                                                         .sender = contact->sender,
                                                         .text = message.text});
  MOTCUA_FAILPOINT("notification.after_send");
  const Settlement settlement = Settle(result.answer, message.attempts);
  MOTCUA_RETURN_IF_ERROR(queue.Settle(message, settlement, result.reason, parts_.clock.Now()));
  switch (result.answer) {
    case GatewayAnswer::kNotReached:
    case GatewayAnswer::kBusy:
      return Done::kNotReached;
    case GatewayAnswer::kDenied:
      return Done::kDenied;
    case GatewayAnswer::kAccepted:
    case GatewayAnswer::kRefused:
    case GatewayAnswer::kUnclear:
      break;
  }
  return Done::kSent;
}

}  // namespace motcua::notification

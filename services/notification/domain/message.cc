#include "domain/message.h"

namespace motcua::notification {

using dossier::NationalState;

std::string_view ToString(MessageState state) {
  switch (state) {
    case MessageState::kCreated:
      return "created";
    case MessageState::kClaimed:
      return "claimed";
    case MessageState::kHandedOff:
      return "handed_off";
    case MessageState::kDelivered:
      return "delivered";
    case MessageState::kFailed:
      return "failed";
    case MessageState::kSuppressed:
      return "suppressed";
    case MessageState::kExpired:
      return "expired";
    case MessageState::kUnknown:
      break;
  }
  return "unknown";
}

bool IsFinal(MessageState state) {
  return state == MessageState::kDelivered || state == MessageState::kFailed ||
         state == MessageState::kSuppressed || state == MessageState::kExpired;
}

std::optional<ReceiptType> ReceiptTypeFromNumber(int number) {
  switch (number) {
    case 1:
    case 2:
    case 4:
    case 8:
    case 16:
      return static_cast<ReceiptType>(number);
    default:
      return std::nullopt;
  }
}

std::optional<Move> MoveByReceipt(MessageState now, ReceiptType receipt) {
  if (IsFinal(now)) {
    return std::nullopt;
  }
  // It waits to be sent again, and the receipt is for the previous attempt.
  if (now == MessageState::kCreated && receipt != ReceiptType::kDelivered) {
    return std::nullopt;
  }
  switch (receipt) {
    case ReceiptType::kDelivered:
      return Move{MessageState::kDelivered, ""};
    case ReceiptType::kFailed:
      return Move{MessageState::kFailed, kNetworkFailed};
    case ReceiptType::kRejected:
      return Move{MessageState::kFailed, kNetworkRejected};
    case ReceiptType::kBuffered:
    case ReceiptType::kAccepted:
      break;
  }
  if (now == MessageState::kHandedOff) {
    return std::nullopt;
  }
  return Move{MessageState::kHandedOff, ""};
}

std::optional<Move> MoveByReceipt(const Message& message, ReceiptType receipt, int attempt) {
  const bool earlier = attempt != 0 && attempt < message.attempts;
  if (earlier && receipt != ReceiptType::kDelivered) {
    return std::nullopt;
  }
  return MoveByReceipt(message.state, receipt);
}

bool IsOvertaken(Moment moment, NationalState state) {
  switch (moment) {
    case Moment::kReceived:
    case Moment::kDueDateExtended:
      return dossier::IsEnded(state);
    case Moment::kSupplementRequested:
    case Moment::kPaymentRequested:
      // Both may be requested at the same time, and the state shows only one of them.
      return state != NationalState::kSupplementRequested &&
             state != NationalState::kPaymentRequested;
    case Moment::kResultReady:
      return state != NationalState::kFinished;
    case Moment::kHandedOver:
      return state != NationalState::kHandedOver;
    case Moment::kRefused:
      return state != NationalState::kNotAccepted;
    case Moment::kReply:
      break;
  }
  return false;
}

}  // namespace motcua::notification

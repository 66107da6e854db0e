#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "motcua/base/clock.h"
#include "motcua/dossier/dossier_state.h"

#include "domain/moment.h"

namespace motcua::notification {

/// State of an outgoing message (R3.2). The numbers are those of the proto and of the database.
enum class MessageState : int {
  kCreated = 1,
  kClaimed = 2,
  kHandedOff = 3,
  kDelivered = 4,
  kFailed = 5,
  kUnknown = 6,
  kSuppressed = 7,
  kExpired = 8,
};

/// `delivered`, as in SmsEnded and metrics.
std::string_view ToString(MessageState state);
/// Delivered, failed, suppressed, expired: these do not change, unless an operator sends a failed
/// message again.
bool IsFinal(MessageState state);
/// True for the states reported by SmsEnded: final ones and unknown.
inline bool IsTold(MessageState state) {
  return IsFinal(state) || state == MessageState::kUnknown;
}

// Stable reasons of states.
inline constexpr std::string_view kOvertaken = "OVERTAKEN";
inline constexpr std::string_view kOptedOut = "OPTED_OUT";
inline constexpr std::string_view kValidityEnded = "VALIDITY_ENDED";
inline constexpr std::string_view kRetriesEnded = "RETRIES_ENDED";
inline constexpr std::string_view kClaimLost = "CLAIM_LOST";
inline constexpr std::string_view kNoReceipt = "NO_RECEIPT";
inline constexpr std::string_view kNetworkFailed = "NETWORK_FAILED";
inline constexpr std::string_view kNetworkRejected = "NETWORK_REJECTED";
inline constexpr std::string_view kTooLong = "TEXT_TOO_LONG";
inline constexpr std::string_view kResolvedByOperator = "RESOLVED_BY_OPERATOR";

/// One outgoing message. Has no telephone number, which is requested when it is sent (design rule
/// 6).
struct Message {
  std::string id;
  Moment moment = Moment::kReply;
  /// Empty for replies.
  std::string dossier_id;
  std::string code;
  std::string event_id;
  std::string template_id;
  int template_version = 0;
  /// The agency on whose behalf it is sent, for fair scheduling.
  std::string agency;
  std::string text;
  int parts = 1;
  bool urgent = false;
  bool obligatory = false;
  /// It was held for the quiet hours, so its content may be outdated.
  bool held = false;
  MessageState state = MessageState::kCreated;
  std::string reason;
  int attempts = 0;
  Instant created_at{};
  Instant not_before{};
  Instant valid_until{};
  /// Replies only: the inbound message it answers.
  std::string inbound_id;
};

/// Status in a delivery receipt of the network (Kannel's dlr types).
enum class ReceiptType : int {
  kDelivered = 1,
  kFailed = 2,
  kBuffered = 4,
  kAccepted = 8,
  kRejected = 16,
};
std::optional<ReceiptType> ReceiptTypeFromNumber(int number);

/// A new state and its reason.
struct Move {
  MessageState state;
  std::string_view reason;
};

/// The move of a message caused by a receipt: forward only, so a final state does not change, and
/// an early status (8) after a late one (1) is ignored (R3.6). For a message waiting to be sent
/// again only a receipt of delivery counts, and it is then not sent. Nullopt: no move.
std::optional<Move> MoveByReceipt(MessageState now, ReceiptType receipt);

/// The same for a receipt that names its attempt (0: none). A failure of an earlier attempt says
/// nothing about the latest; a delivery does.
std::optional<Move> MoveByReceipt(const Message& message, ReceiptType receipt, int attempt);

/// True when a notice of this moment is outdated, because the dossier has moved on since.
bool IsOvertaken(Moment moment, dossier::NationalState state);

}  // namespace motcua::notification

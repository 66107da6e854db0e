#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "motcua/base/clock.h"
#include "motcua/dossier/dossier_state.h"

#include "domain/moment.h"

namespace motcua::notification {

/// Where an outgoing message stands (R3.2). The numbers are those of the proto and of the database.
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

/// `delivered`, as SmsEnded and the metrics name it.
std::string_view ToString(MessageState state);
/// Delivered, failed, suppressed, expired: nothing changes them any more, but an operator who sends
/// a failed one again.
bool IsFinal(MessageState state);
/// What SmsEnded tells: a final state, or that nobody knows.
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
// Of refusals to send again.
inline constexpr std::string_view kNotFailed = "NOT_FAILED";
inline constexpr std::string_view kMayHaveArrived = "MAY_HAVE_ARRIVED";

/// One outgoing message as the sender works with it. No telephone number: that is asked for when it
/// is sent (design rule 6).
struct Message {
  std::string id;
  Moment moment = Moment::kReply;
  /// Empty for replies.
  std::string dossier_id;
  std::string code;
  std::string event_id;
  std::string template_id;
  int template_version = 0;
  /// The agency in whose name it goes, for fairness.
  std::string agency;
  std::string text;
  int parts = 1;
  bool urgent = false;
  bool obligatory = false;
  /// It waited for the morning, so what it says may be over.
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

/// What a receipt from the network says (Kannel's dlr types).
enum class ReceiptType : int {
  kDelivered = 1,
  kFailed = 2,
  kBuffered = 4,
  kAccepted = 8,
  kRejected = 16,
};
std::optional<ReceiptType> ReceiptTypeFromNumber(int number);

/// A new state and why.
struct Move {
  MessageState state;
  std::string_view reason;
};

/// Where a receipt moves a message: forward only, so a final state stays and an early word (8)
/// after a late one (1) changes nothing (R3.6). Of a message that waits to go again only its
/// delivery counts: then it need not go. Nullopt: nowhere.
std::optional<Move> MoveByReceipt(MessageState now, ReceiptType receipt);

/// Why an operator must not send a message again (R3.4): `NOT_FAILED`; `MAY_HAVE_ARRIVED` when a
/// second text could be one too many, because no receipt came or one of delivery came late
/// (`delivered`); `VALIDITY_ENDED`. Empty when it may go again.
std::string_view RefuseResend(const Message& message, bool delivered, Instant now);

/// The same for a receipt that names the attempt it is of (0: it names none). That an earlier
/// attempt failed says nothing about the latest; that it was delivered does.
std::optional<Move> MoveByReceipt(const Message& message, ReceiptType receipt, int attempt);

/// True when what a notice of this moment says is over, because the dossier has gone on since.
bool IsOvertaken(Moment moment, dossier::NationalState state);

}  // namespace motcua::notification

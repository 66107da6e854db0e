#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "domain/message.h"

namespace motcua::notification {

/// Between these local times only urgent messages go out (R3.9).
struct QuietHours {
  std::chrono::minutes from = std::chrono::hours(21);
  std::chrono::minutes to = std::chrono::hours(7);
  /// Held messages are released over this period from `to` on.
  std::chrono::minutes spread{15};
};

/// True when `now` lies in the quiet hours of Viet Nam.
bool IsQuiet(const QuietHours& hours, Instant now);
/// The time at which a message held at `now` is released: the end of the quiet hours plus a part of
/// the spread that depends only on its id.
Instant ReleaseAt(const QuietHours& hours, Instant now, std::string_view message_id);

/// The facts known right before an attempt.
struct Situation {
  /// Business time.
  Instant now{};
  /// The dossier now; nullopt for replies.
  std::optional<dossier::NationalState> dossier_state;
  bool opted_out = false;
  /// Machine time since the first attempt; zero if there was none.
  std::chrono::seconds trying_for{0};
};

/// What to do with a message that is next.
struct Decision {
  enum class Kind { kSend, kHold, kEnd };
  Kind kind = Kind::kSend;
  /// kHold.
  Instant not_before{};
  /// kEnd.
  Move end{MessageState::kSuppressed, ""};
};
Decision DecideBeforeSend(const Message& message, const Situation& situation,
                          const QuietHours& hours);

/// How a gateway answered a request.
enum class GatewayAnswer {
  /// A complete 2xx: the gateway has the message.
  kAccepted,
  /// The gateway permanently refuses this message.
  kRefused,
  /// The gateway denies access (user, password, path): it does not have the message and would
  /// refuse all others until the configuration is corrected.
  kDenied,
  /// A complete 503: the gateway does not have the message; try later.
  kBusy,
  /// No connection, so no byte of the request was sent.
  kNotReached,
  /// A part of the request was sent, and there was no complete or conclusive answer.
  kUnclear,
};

/// The next attempt of a message that waits again.
struct NextTry {
  /// Machine time until the next attempt.
  std::chrono::seconds wait{0};
  /// Restart the period of kTryFor.
  bool afresh = false;
};

/// What to do with a claimed message (R3.4): it is sent again only if the gateway certainly does
/// not have it.
struct Settlement {
  MessageState state;
  /// kCreated.
  NextTry next;
};
Settlement Settle(GatewayAnswer answer, int attempts);

/// Wait after this number of attempts: 30 s, 2, 5, 10, 10 ... minutes (R3.5).
std::chrono::seconds WaitAfter(int attempts);
/// Attempts end this long after the first one, or at the end of the message's validity.
inline constexpr std::chrono::hours kTryFor{4};
/// After this time an operator must decide about an unknown outcome (R3.4).
inline constexpr std::chrono::minutes kUnknownToOperator{30};
/// A message without a receipt for this long counts as failed (R3.6).
inline constexpr std::chrono::hours kReceiptWithin{72};

}  // namespace motcua::notification

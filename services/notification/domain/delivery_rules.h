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
  /// Messages held are let go over so long a time from `to` on.
  std::chrono::minutes spread{15};
};

/// True when `now` lies in the quiet hours of Viet Nam.
bool IsQuiet(const QuietHours& hours, Instant now);
/// The moment in the morning at which a message held at `now` goes: the end of the quiet hours and
/// a part of the spread that depends on its id only.
Instant ReleaseAt(const QuietHours& hours, Instant now, std::string_view message_id);

/// What is known right before an attempt.
struct Situation {
  /// Business time.
  Instant now{};
  /// The dossier now; nullopt for replies.
  std::optional<dossier::NationalState> dossier_state;
  bool opted_out = false;
  /// Machine time since the first attempt; zero before it.
  std::chrono::seconds trying_for{0};
};

/// What to do with a message whose turn it is.
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
  /// A complete 2xx: it has the message.
  kAccepted,
  /// It will not have this message: it never will.
  kRefused,
  /// It lets nobody in who asks as we do (user, password, path): it has not got the message and
  /// would refuse every other one as well, until somebody corrects that.
  kDenied,
  /// A complete 503: it has not, try later.
  kBusy,
  /// No byte of the request left: no connection.
  kNotReached,
  /// Something was written and no complete answer, or none that says what happened, came back.
  kUnclear,
};

/// How a message that waits again is tried next.
struct NextTry {
  /// Machine time until then.
  std::chrono::seconds wait{0};
  /// The hours of kTryFor begin anew.
  bool afresh = false;
};

/// What becomes of a claimed message (R3.4): sent again only when the gateway surely has not got
/// it.
struct Settlement {
  MessageState state;
  /// kCreated.
  NextTry next;
};
Settlement Settle(GatewayAnswer answer, int attempts);

/// Wait after so many attempts: 30 s, 2, 5, 10, 10 ... minutes (R3.5).
std::chrono::seconds WaitAfter(int attempts);
/// Attempts end so long after the first one, or with the message's own validity.
inline constexpr std::chrono::hours kTryFor{4};
/// An unknown outcome is an operator's from here on (R3.4).
inline constexpr std::chrono::minutes kUnknownToOperator{30};
/// Without a receipt for so long it has failed (R3.6).
inline constexpr std::chrono::hours kReceiptWithin{72};

}  // namespace motcua::notification

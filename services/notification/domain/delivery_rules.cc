#include "domain/delivery_rules.h"

#include <algorithm>
#include <array>

#include "motcua/base/stable_hash.h"
#include "motcua/calendar/time_zone.h"

namespace motcua::notification {
namespace {

std::chrono::microseconds SinceMidnight(Instant now) {
  const calendar::LocalTime local = calendar::ToLocal(now);
  return local - calendar::LocalTime(calendar::DateOf(local));
}

Decision End(MessageState state, std::string_view reason) {
  return {.kind = Decision::Kind::kEnd, .end = {state, reason}};
}

}  // namespace

bool IsQuiet(const QuietHours& hours, Instant now) {
  const std::chrono::microseconds time = SinceMidnight(now);
  return hours.from <= hours.to ? time >= hours.from && time < hours.to
                                : time >= hours.from || time < hours.to;
}

Instant ReleaseAt(const QuietHours& hours, Instant now, std::string_view message_id) {
  const calendar::LocalTime local = calendar::ToLocal(now);
  calendar::LocalTime morning = calendar::LocalTime(calendar::DateOf(local)) + hours.to;
  if (morning <= local) {
    morning += std::chrono::days(1);
  }
  const auto spread = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::seconds>(hours.spread).count());
  const std::chrono::seconds jitter(
      spread == 0 ? 0 : static_cast<std::int64_t>(StableHash64(message_id) % spread));
  return calendar::ToInstant(morning + jitter);
}

Decision DecideBeforeSend(const Message& message, const Situation& situation,
                          const QuietHours& hours) {
  const Instant now = situation.now;
  if (now >= message.valid_until) {
    return End(MessageState::kExpired, kValidityEnded);
  }
  if (situation.trying_for >= kTryFor) {
    return End(MessageState::kExpired, kRetriesEnded);
  }
  if (situation.opted_out && !message.obligatory) {
    return End(MessageState::kSuppressed, kOptedOut);
  }
  if (!message.urgent && IsQuiet(hours, now)) {
    return {.kind = Decision::Kind::kHold, .not_before = ReleaseAt(hours, now, message.id)};
  }
  // A message that was not held is up to date.
  const bool waited = message.held || message.attempts > 0;
  if (waited && situation.dossier_state.has_value() &&
      IsOvertaken(message.moment, *situation.dossier_state)) {
    return End(MessageState::kSuppressed, kOvertaken);
  }
  return {};
}

Settlement Settle(GatewayAnswer answer, int attempts) {
  switch (answer) {
    case GatewayAnswer::kAccepted:
      return {MessageState::kHandedOff};
    case GatewayAnswer::kRefused:
      return {MessageState::kFailed};
    case GatewayAnswer::kBusy:
    case GatewayAnswer::kNotReached:
      return {MessageState::kCreated, {.wait = WaitAfter(attempts)}};
    case GatewayAnswer::kDenied:
      return {MessageState::kCreated, {.wait = WaitAfter(attempts), .afresh = true}};
    case GatewayAnswer::kUnclear:
      break;
  }
  return {MessageState::kUnknown};
}

std::chrono::seconds WaitAfter(int attempts) {
  using namespace std::chrono_literals;
  constexpr std::array<std::chrono::seconds, 4> kWaits = {30s, 2min, 5min, 10min};
  const int index = std::clamp(attempts - 1, 0, static_cast<int>(kWaits.size()) - 1);
  return kWaits[static_cast<std::size_t>(index)];
}

}  // namespace motcua::notification

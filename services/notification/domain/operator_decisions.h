#pragma once

#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/actor.h"
#include "motcua/base/clock.h"

#include "domain/message.h"

namespace motcua::notification {

// What operators may decide about messages.

/// What an operator found out about a message with an unknown outcome.
enum class Resolution { kDelivered, kFailed, kSendAgain };

/// Only an officer decides, and says why: INVALID_ARGUMENT / ACTOR_INVALID, REASON_MISSING.
absl::Status CheckDecider(const Actor& actor, const std::string& reason);

/// FAILED_PRECONDITION / NOT_UNKNOWN when the outcome is known.
absl::StatusOr<Move> DecideResolve(const Message& message, Resolution resolution);

/// Sends a message again (R3.4). FAILED_PRECONDITION / NOT_FAILED; MAY_HAVE_ARRIVED when a second
/// text could be a duplicate, because there was no receipt or a late one of delivery (`delivered`);
/// VALIDITY_ENDED.
absl::StatusOr<Move> DecideResend(const Message& message, bool delivered, Instant now);

}  // namespace motcua::notification

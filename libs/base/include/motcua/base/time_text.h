#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "motcua/base/clock.h"

namespace motcua {

// Instants as text of RFC 3339, for machines; libs/calendar has the forms that people in Viet Nam
// read. Pure, thread-safe.

/// `2025-03-12T02:15:00.000000Z`: in UTC and always with six digits of the second's fraction, so
/// that equal times have equal bytes.
std::string FormatUtc(Instant instant);

/// `2025-03-12T09:15:00+07:00` with any offset or `Z`, and up to six digits of a second's fraction.
/// Strict: no blanks, no lower-case letters, no leap second, no offset -00:00. Fails with
/// INVALID_ARGUMENT: TIME_MALFORMED (not of this shape), TIME_IMPOSSIBLE (30 February, 24:00).
absl::StatusOr<Instant> ParseRfc3339(std::string_view text);

}  // namespace motcua

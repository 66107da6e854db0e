#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/clock.h"

// PostgreSQL's text forms of the types we use (DateStyle ISO, TimeZone UTC, bytea_output hex).

namespace motcua::db {

/// `2026-03-02 01:30:00.000001+00`; Instant::min() and max() are -infinity and infinity.
std::string FormatTimestamp(Instant value);
/// The inverse. A text of another shape ends the process: the column is no timestamptz.
Instant ParseTimestamp(std::string_view text);

std::int64_t ParseInteger(std::string_view text);

/// `\x00ff` to two bytes.
std::string ParseBytea(std::string_view text);

/// `{"a","b \"c\""}`.
std::string FormatArray(const std::vector<std::string>& values);

}  // namespace motcua::db

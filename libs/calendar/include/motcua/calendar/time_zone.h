#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "motcua/base/clock.h"

namespace motcua::calendar {

/// Civil time in Viet Nam (Asia/Ho_Chi_Minh), to and from instants and text. Pure functions,
/// thread-safe.
///
/// The zone is UTC+7 without summer time on every day from 1976 on, so no time-zone data is needed;
/// a test compares the whole range below with the IANA database.

/// Local time in Viet Nam. A separate type, so that it cannot be mixed up with an Instant.
using LocalTime = std::chrono::local_time<std::chrono::microseconds>;
/// A day in Viet Nam. `std::chrono::year_month_day{date}` and `weekday{date}` take it apart.
using LocalDate = std::chrono::local_days;

/// The range of business times; the parsers refuse other years with TIME_OUT_OF_RANGE.
inline constexpr int kFirstYear = 1976;
inline constexpr int kLastYear = 2199;

LocalTime ToLocal(Instant instant);
Instant ToInstant(LocalTime local);

/// The day on which `local` falls.
LocalDate DateOf(LocalTime local);
/// The day in Viet Nam on which `instant` falls.
LocalDate DateOf(Instant instant);
int YearOf(LocalDate date);

/// What motcua::ParseRfc3339 (base/time_text.h) takes, with its errors, and TIME_OUT_OF_RANGE.
absl::StatusOr<Instant> ParseRfc3339(std::string_view text);
/// Always with +07:00; a fraction of six digits only where there is one.
std::string FormatRfc3339(Instant instant);

/// `2025-03-12`. Fails like ParseRfc3339.
absl::StatusOr<LocalDate> ParseDate(std::string_view text);
std::string FormatDate(LocalDate date);

/// `09:15` as the time since midnight; `24:00` is the end of the day. Fails like ParseRfc3339.
absl::StatusOr<std::chrono::minutes> ParseTimeOfDay(std::string_view text);
std::string FormatTimeOfDay(std::chrono::minutes since_midnight);

/// `17/03/2025 16:30`, as printed on receipts and sent in text messages; seconds are cut off.
std::string FormatVietnamese(Instant instant);
/// `17/03/2025`.
std::string FormatVietnamese(LocalDate date);

}  // namespace motcua::calendar

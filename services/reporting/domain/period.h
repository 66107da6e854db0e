#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "motcua/calendar/time_zone.h"

namespace motcua::reporting {

/// Local days of a report, both inclusive.
struct Period {
  calendar::LocalDate from{};
  calendar::LocalDate to{};
  friend bool operator==(const Period&, const Period&) = default;
};

/// The requested period: two dates, or a preset.
struct AskedPeriod {
  std::string from;
  std::string to;
  std::string preset;
};

/// The days of a preset (domain 5.1; NĐ 09/2019 Điều 12): a period ends on the 14th of its last
/// month and begins on the 15th of the month before its first. `2026-Q3`, `2026-H1` (first half),
/// `2026-H2`, `2026-9M` (nine months), `2026`, `2026-10` (month). INVALID_ARGUMENT /
/// PERIOD_INVALID.
absl::StatusOr<Period> PeriodOfPreset(std::string_view preset);

/// The days asked for. INVALID_ARGUMENT: PERIOD_INVALID (a date is impossible, or both or neither
/// of dates and preset are given), PERIOD_INVERTED, PERIOD_FUTURE (it ends after `today`).
absl::StatusOr<Period> ResolvePeriod(const AskedPeriod& asked, calendar::LocalDate today);

}  // namespace motcua::reporting

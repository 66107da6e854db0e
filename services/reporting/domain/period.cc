#include "domain/period.h"

#include <optional>

#include <absl/strings/numbers.h>
#include <absl/strings/string_view.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

namespace motcua::reporting {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::months;
using std::chrono::year;
using std::chrono::year_month;

constexpr day kFirstDay{15};
constexpr day kLastDay{14};

absl::Status Invalid(std::string_view message) {
  return FieldError("period", "PERIOD_INVALID", message);
}

std::optional<unsigned> Digits(std::string_view text, std::size_t count) {
  unsigned value = 0;
  if (text.size() != count || text.find_first_not_of("0123456789") != std::string_view::npos ||
      !absl::SimpleAtoi(absl::string_view(text.data(), text.size()), &value)) {
    return std::nullopt;
  }
  return value;
}

/// First and last month of the part of a year that a preset names.
struct Months {
  unsigned first = 1;
  unsigned last = 12;
};

std::optional<Months> MonthsOf(std::string_view part) {
  if (part == "H1") {
    return Months{1, 6};
  }
  if (part == "H2") {
    return Months{7, 12};
  }
  if (part == "9M") {
    return Months{1, 9};
  }
  if (part.size() == 2 && part[0] == 'Q' && part[1] >= '1' && part[1] <= '4') {
    const auto quarter = static_cast<unsigned>(part[1] - '0');
    return Months{3 * quarter - 2, 3 * quarter};
  }
  const std::optional<unsigned> one = Digits(part, 2);
  if (one.has_value() && *one >= 1 && *one <= 12) {
    return Months{*one, *one};
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<Period> PeriodOfPreset(std::string_view preset) {
  const std::optional<unsigned> asked = Digits(preset.substr(0, 4), 4);
  const bool whole_year = preset.size() == 4;
  const std::optional<Months> part =
      whole_year
          ? Months{}
          : (preset.size() > 5 && preset[4] == '-' ? MonthsOf(preset.substr(5)) : std::nullopt);
  if (!asked.has_value() || !part.has_value() || *asked <= calendar::kFirstYear ||
      *asked > calendar::kLastYear) {
    return Invalid("a preset must be like 2026, 2026-Q3, 2026-H1, 2026-H2, 2026-9M or 2026-10");
  }
  const year in{static_cast<int>(*asked)};
  const year_month before = year_month(in, month(part->first)) - months(1);
  return Period{.from = calendar::LocalDate(before / kFirstDay),
                .to = calendar::LocalDate(in / month(part->last) / kLastDay)};
}

absl::StatusOr<Period> ResolvePeriod(const AskedPeriod& asked, calendar::LocalDate today) {
  Period period;
  if (!asked.preset.empty()) {
    if (!asked.from.empty() || !asked.to.empty()) {
      return Invalid("give a preset or first and last day, not both");
    }
    MOTCUA_ASSIGN_OR_RETURN(period, PeriodOfPreset(asked.preset));
  } else {
    const auto from = calendar::ParseDate(asked.from);
    const auto to = calendar::ParseDate(asked.to);
    if (!from.ok() || !to.ok()) {
      return Invalid("first and last day must be dates YYYY-MM-DD; or give a preset");
    }
    period = {.from = *from, .to = *to};
  }
  if (period.from > period.to) {
    return FieldError("period", "PERIOD_INVERTED", "the period must end on or after its first day");
  }
  if (period.to > today) {
    return FieldError("period", "PERIOD_FUTURE", "the period must not end after today");
  }
  return period;
}

}  // namespace motcua::reporting

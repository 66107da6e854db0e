#include "motcua/calendar/working_calendar.h"

#include <algorithm>
#include <utility>

#include "motcua/base/check.h"
#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/text/text.h"

namespace motcua::calendar {
namespace {

using Days = std::chrono::days;  // Not to be confused with WorkingCalendar::days().
using std::chrono::microseconds;
using std::chrono::weekday;

bool IsWeekend(LocalDate date) {
  const weekday day{date};
  return day == std::chrono::Saturday || day == std::chrono::Sunday;
}

absl::Status RangeExceeded() {
  return Error(absl::StatusCode::kOutOfRange, "CALENDAR_RANGE_EXCEEDED",
               "a calculation may span at most ten years");
}

absl::Status AmountNegative() {
  return Error(absl::StatusCode::kInvalidArgument, "AMOUNT_NEGATIVE",
               "the amount of time must not be negative");
}

std::string Path(std::size_t index, std::string_view member) {
  return "days[" + std::to_string(index) + "]." + std::string(member);
}

absl::Status CheckYears(const std::vector<int>& years) {
  for (std::size_t i = 0; i < years.size(); ++i) {
    const std::string path = "years[" + std::to_string(i) + "]";
    if (years[i] < kFirstYear || years[i] > kLastYear) {
      return FieldError(path, "YEAR_OUT_OF_RANGE", "a year must be from 1976 to 2199");
    }
    if (std::find(years.begin(), years.begin() + static_cast<std::ptrdiff_t>(i), years[i]) !=
        years.begin() + static_cast<std::ptrdiff_t>(i)) {
      return FieldError(path, "YEAR_DUPLICATE", "the year is listed twice");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckDay(const CalendarDay& day, std::size_t index) {
  if (day.kind == DayKind::kMakeupWorkday && !IsWeekend(day.date)) {
    return FieldError(Path(index, "date"), "MAKEUP_ON_WEEKDAY",
                      "a make-up day must be a Saturday or a Sunday");
  }
  if (day.kind == DayKind::kCompensation && IsWeekend(day.date)) {
    return FieldError(Path(index, "date"), "COMPENSATION_ON_WEEKEND",
                      "a compensation day must be a weekday");
  }
  if (text::IsBlank(day.name_vi) || text::IsBlank(day.name_en)) {
    return FieldError(Path(index, text::IsBlank(day.name_vi) ? "name_vi" : "name_en"),
                      "DAY_NAME_MISSING", "the day needs a name");
  }
  if (text::IsBlank(day.source_document)) {
    return FieldError(Path(index, "source_document"), "DAY_SOURCE_MISSING",
                      "the day needs a source document");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<WorkingCalendar> WorkingCalendar::Create(std::string version, OfficeHours hours,
                                                        std::vector<int> years,
                                                        std::vector<CalendarDay> days) {
  if (text::IsBlank(version)) {
    return FieldError("version", "CALENDAR_VERSION_MISSING", "the calendar needs a version");
  }
  MOTCUA_RETURN_IF_ERROR(CheckYears(years));
  WorkingCalendar calendar(std::move(version), std::move(hours));
  std::sort(years.begin(), years.end());
  calendar.years_ = std::move(years);
  for (std::size_t i = 0; i < days.size(); ++i) {
    MOTCUA_RETURN_IF_ERROR(CheckDay(days[i], i));
    if (!calendar.HasYear(YearOf(days[i].date))) {
      return FieldError(Path(i, "date"), "DAY_YEAR_NOT_LOADED",
                        "the year of this day is not in the calendar's list of years");
    }
    if (!calendar.kinds_.emplace(days[i].date, days[i].kind).second) {
      return FieldError(Path(i, "date"), "DAY_DUPLICATE", "the day is listed twice");
    }
  }
  std::sort(days.begin(), days.end(),
            [](const CalendarDay& a, const CalendarDay& b) { return a.date < b.date; });
  calendar.days_ = std::move(days);
  return calendar;
}

bool WorkingCalendar::HasYear(int year) const {
  return std::binary_search(years_.begin(), years_.end(), year);
}

bool WorkingCalendar::Covers(LocalTime from, LocalTime to) const {
  for (int year = YearOf(DateOf(from)); year <= YearOf(DateOf(to)); ++year) {
    if (!HasYear(year)) {
      return false;
    }
  }
  return true;
}

bool WorkingCalendar::IsWorkingDay(LocalDate date) const {
  return !Segments(date).empty();
}

std::span<const Segment> WorkingCalendar::Segments(LocalDate date) const {
  const auto found = kinds_.find(date);
  if (found == kinds_.end()) {
    return hours_.on(weekday{date});
  }
  if (found->second == DayKind::kMakeupWorkday) {
    return hours_.on(std::chrono::Monday);
  }
  return {};
}

absl::StatusOr<LocalTime> WorkingCalendar::Normalise(LocalTime t) const {
  LocalDate date = DateOf(t);
  for (const Segment& segment : Segments(date)) {
    if (t < date + segment.to) {
      return std::max<LocalTime>(t, date + segment.from);
    }
  }
  MOTCUA_ASSIGN_OR_RETURN(date, WorkingDayAfter(date, 1));
  return OpeningOf(date);
}

absl::StatusOr<LocalDate> WorkingCalendar::WorkingDayFrom(LocalDate date) const {
  if (IsWorkingDay(date)) {
    return date;
  }
  return WorkingDayAfter(date, 1);
}

absl::StatusOr<LocalDate> WorkingCalendar::WorkingDayAfter(LocalDate date, int n) const {
  const LocalDate last = date + Days{kMaxDays};
  for (int counted = 0; counted < n;) {
    date += Days{1};
    if (date > last) {
      return RangeExceeded();
    }
    if (IsWorkingDay(date)) {
      ++counted;
    }
  }
  return date;
}

LocalTime WorkingCalendar::OpeningOf(LocalDate working_day) const {
  const std::span<const Segment> segments = Segments(working_day);
  MOTCUA_CHECK(!segments.empty());
  return working_day + segments.front().from;
}

LocalTime WorkingCalendar::ClosingOf(LocalDate working_day) const {
  const std::span<const Segment> segments = Segments(working_day);
  MOTCUA_CHECK(!segments.empty());
  return working_day + segments.back().to;
}

absl::StatusOr<LocalTime> WorkingCalendar::AddWorkingDays(LocalTime t, int n) const {
  if (n < 0) {
    return AmountNegative();
  }
  MOTCUA_ASSIGN_OR_RETURN(const LocalTime start, Normalise(t));
  const LocalDate first = DateOf(start);
  MOTCUA_ASSIGN_OR_RETURN(const LocalDate date, WorkingDayAfter(first, n));
  return Normalise(date + (start - first));
}

absl::StatusOr<LocalTime> WorkingCalendar::AddWorkingTime(LocalTime t, microseconds amount) const {
  if (amount < microseconds{0}) {
    return AmountNegative();
  }
  MOTCUA_ASSIGN_OR_RETURN(const LocalTime start, Normalise(t));
  LocalDate date = DateOf(start);
  for (const LocalDate last = date + Days{kMaxDays}; date <= last; date += Days{1}) {
    for (const Segment& segment : Segments(date)) {
      const LocalTime from = std::max<LocalTime>(start, date + segment.from);
      const LocalTime to = date + segment.to;
      if (from >= to) {
        continue;
      }
      if (amount <= to - from) {
        return from + amount;
      }
      amount -= to - from;
    }
  }
  return RangeExceeded();
}

absl::StatusOr<LocalTime> WorkingCalendar::AddCalendarDays(LocalTime t, int n) const {
  if (n < 0) {
    return AmountNegative();
  }
  if (n > kMaxDays) {
    return RangeExceeded();
  }
  MOTCUA_ASSIGN_OR_RETURN(const LocalTime start, Normalise(t));
  const LocalDate first = DateOf(start);
  MOTCUA_ASSIGN_OR_RETURN(const LocalDate date, WorkingDayFrom(first + Days{n}));
  return Normalise(date + (start - first));
}

absl::StatusOr<microseconds> WorkingCalendar::WorkingTimeBetween(LocalTime a, LocalTime b) const {
  if (b < a) {
    MOTCUA_ASSIGN_OR_RETURN(const microseconds between, WorkingTimeBetween(b, a));
    return -between;
  }
  if (b - a > Days{kMaxDays}) {
    return RangeExceeded();
  }
  microseconds sum{0};
  for (LocalDate date = DateOf(a); date <= DateOf(b); date += Days{1}) {
    for (const Segment& segment : Segments(date)) {
      const LocalTime from = std::max<LocalTime>(a, date + segment.from);
      const LocalTime to = std::min<LocalTime>(b, date + segment.to);
      sum += std::max(microseconds{0}, to - from);
    }
  }
  return sum;
}

}  // namespace motcua::calendar

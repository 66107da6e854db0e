#include "motcua/calendar/time_zone.h"

#include <absl/strings/str_format.h>
#include <absl/time/time.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/time_text.h"

namespace motcua::calendar {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

// QĐ 121/CP (8/8/1967); the whole country since 13/6/1975.
constexpr hours kOffset{7};

absl::Status OutOfRange() {
  return Error(absl::StatusCode::kInvalidArgument, "TIME_OUT_OF_RANGE",
               "the time is outside the years 1976 to 2199 (Viet Nam)");
}

bool InRange(LocalTime local) {
  const int year = YearOf(DateOf(local));
  return year >= kFirstYear && year <= kLastYear;
}

// A date or a time of day is read as the time that it makes of `whole`, a text of RFC 3339.
absl::StatusOr<Instant> ReadPart(const std::string& whole, std::string_view malformed) {
  const absl::StatusOr<Instant> read = motcua::ParseRfc3339(whole);
  if (Reason(read.status()) == "TIME_MALFORMED") {
    return Error(absl::StatusCode::kInvalidArgument, "TIME_MALFORMED", malformed);
  }
  return read;
}

int YearNumber(const year_month_day& date) {
  return static_cast<int>(date.year());
}
unsigned MonthNumber(const year_month_day& date) {
  return static_cast<unsigned>(date.month());
}
unsigned DayNumber(const year_month_day& date) {
  return static_cast<unsigned>(date.day());
}

}  // namespace

LocalTime ToLocal(Instant instant) {
  return LocalTime{instant.time_since_epoch() + kOffset};
}

Instant ToInstant(LocalTime local) {
  return Instant{local.time_since_epoch() - kOffset};
}

LocalDate DateOf(LocalTime local) {
  return std::chrono::floor<days>(local);
}

LocalDate DateOf(Instant instant) {
  return DateOf(ToLocal(instant));
}

int YearOf(LocalDate date) {
  return YearNumber(year_month_day{date});
}

absl::StatusOr<Instant> ParseRfc3339(std::string_view text) {
  MOTCUA_ASSIGN_OR_RETURN(const Instant instant, motcua::ParseRfc3339(text));
  if (!InRange(ToLocal(instant))) {
    return OutOfRange();
  }
  return instant;
}

std::string FormatRfc3339(Instant instant) {
  const absl::Time time = absl::FromUnixMicros(instant.time_since_epoch().count());
  const bool whole = std::chrono::floor<seconds>(instant) == instant;
  return absl::FormatTime(whole ? "%E4Y-%m-%dT%H:%M:%S%Ez" : "%E4Y-%m-%dT%H:%M:%E6S%Ez", time,
                          absl::FixedTimeZone(static_cast<int>(seconds(kOffset).count())));
}

absl::StatusOr<LocalDate> ParseDate(std::string_view text) {
  MOTCUA_ASSIGN_OR_RETURN(
      const Instant midnight,
      ReadPart(std::string(text) + "T00:00:00Z", "a date must be written like 2025-03-12"));
  const LocalDate date{std::chrono::floor<days>(midnight).time_since_epoch()};
  if (!InRange(LocalTime{date})) {
    return OutOfRange();
  }
  return date;
}

std::string FormatDate(LocalDate date) {
  const year_month_day parts{date};
  return absl::StrFormat("%04d-%02d-%02d", YearNumber(parts), MonthNumber(parts), DayNumber(parts));
}

absl::StatusOr<minutes> ParseTimeOfDay(std::string_view text) {
  if (text == "24:00") {
    return hours(24);
  }
  MOTCUA_ASSIGN_OR_RETURN(const Instant time, ReadPart("1970-01-01T" + std::string(text) + ":00Z",
                                                       "a time of day must be written like 07:30"));
  return std::chrono::floor<minutes>(time.time_since_epoch());
}

std::string FormatTimeOfDay(minutes since_midnight) {
  return absl::StrFormat("%02d:%02d", since_midnight.count() / 60, since_midnight.count() % 60);
}

std::string FormatVietnamese(Instant instant) {
  const LocalTime local = ToLocal(instant);
  const LocalDate date = DateOf(local);
  return FormatVietnamese(date) + ' ' + FormatTimeOfDay(std::chrono::floor<minutes>(local - date));
}

std::string FormatVietnamese(LocalDate date) {
  const year_month_day parts{date};
  return absl::StrFormat("%02d/%02d/%04d", DayNumber(parts), MonthNumber(parts), YearNumber(parts));
}

}  // namespace motcua::calendar

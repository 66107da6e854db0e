#include "motcua/calendar/time_zone.h"

#include <cstdio>
#include <optional>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

namespace motcua::calendar {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

// QĐ 121/CP (8/8/1967); the whole country since 13/6/1975.
constexpr hours kOffset{7};

absl::Status Malformed(std::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "TIME_MALFORMED", what);
}

absl::Status Impossible(std::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "TIME_IMPOSSIBLE", what);
}

absl::Status OutOfRange() {
  return Error(absl::StatusCode::kInvalidArgument, "TIME_OUT_OF_RANGE",
               "the time is outside the years 1976 to 2199 (Viet Nam)");
}

bool InRange(LocalTime local) {
  const int year = YearOf(DateOf(local));
  return year >= kFirstYear && year <= kLastYear;
}

// Reads text from the left; every step returns whether the expected text was found.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool TakeChar(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  // Reads exactly `digits` digits.
  std::optional<int> TakeNumber(std::size_t digits) {
    if (rest_.size() < digits) {
      return std::nullopt;
    }
    int value = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9') {
        return std::nullopt;
      }
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

  bool done() const { return rest_.empty(); }
  char next() const { return rest_.empty() ? '\0' : rest_.front(); }

 private:
  std::string_view rest_;
};

absl::StatusOr<LocalDate> TakeDate(Reader& in) {
  const std::optional<int> year = in.TakeNumber(4);
  const bool first = year.has_value() && in.TakeChar('-');
  const std::optional<int> month = first ? in.TakeNumber(2) : std::nullopt;
  const bool second = month.has_value() && in.TakeChar('-');
  const std::optional<int> day = second ? in.TakeNumber(2) : std::nullopt;
  if (!day.has_value()) {
    return Malformed("a date must be written like 2025-03-12");
  }
  const year_month_day date{std::chrono::year{*year},
                            std::chrono::month{static_cast<unsigned>(*month)},
                            std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) {
    return Impossible("no such day");
  }
  return LocalDate{date};
}

absl::StatusOr<seconds> TakeTime(Reader& in) {
  const std::optional<int> hour = in.TakeNumber(2);
  const bool first = hour.has_value() && in.TakeChar(':');
  const std::optional<int> minute = first ? in.TakeNumber(2) : std::nullopt;
  const bool second_colon = minute.has_value() && in.TakeChar(':');
  const std::optional<int> second = second_colon ? in.TakeNumber(2) : std::nullopt;
  if (!second.has_value()) {
    return Malformed("a time must be written like 2025-03-12T09:15:00+07:00");
  }
  if (*hour > 23 || *minute > 59 || *second > 59) {
    return Impossible("no such time of day");
  }
  return hours(*hour) + minutes(*minute) + seconds(*second);
}

absl::StatusOr<microseconds> TakeFraction(Reader& in) {
  if (!in.TakeChar('.')) {
    return microseconds{0};
  }
  int value = 0;
  int digits = 0;
  while (const std::optional<int> digit = in.TakeNumber(1)) {
    if (++digits > 6) {
      return Malformed("a second has at most six decimal digits");
    }
    value = value * 10 + *digit;
  }
  if (digits == 0) {
    return Malformed("the decimal point must be followed by digits");
  }
  for (; digits < 6; ++digits) {
    value *= 10;
  }
  return microseconds{value};
}

absl::StatusOr<minutes> TakeOffset(Reader& in) {
  if (in.TakeChar('Z')) {
    return minutes{0};
  }
  const bool east = in.next() == '+';
  if (!in.TakeChar(east ? '+' : '-')) {
    return Malformed("a time must end with an offset, such as +07:00 or Z");
  }
  const std::optional<int> hour = in.TakeNumber(2);
  const bool colon = hour.has_value() && in.TakeChar(':');
  const std::optional<int> minute = colon ? in.TakeNumber(2) : std::nullopt;
  if (!minute.has_value()) {
    return Malformed("an offset must be written like +07:00");
  }
  if (*hour > 23 || *minute > 59) {
    return Impossible("no such offset");
  }
  const minutes offset = hours(*hour) + minutes(*minute);
  if (!east && offset == minutes{0}) {
    return Malformed("the offset -00:00 (unknown local time) is not allowed");
  }
  return east ? offset : -offset;
}

// snprintf into a buffer that is large enough for every format below.
template <typename... Args>
std::string Print(const char* format, Args... args) {
  char buffer[64];
  const int size = std::snprintf(buffer, sizeof(buffer), format, args...);
  return std::string(buffer, static_cast<std::size_t>(size));
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
  Reader in(text);
  MOTCUA_ASSIGN_OR_RETURN(const LocalDate date, TakeDate(in));
  if (!in.TakeChar('T')) {
    return Malformed("date and time must be separated by T");
  }
  MOTCUA_ASSIGN_OR_RETURN(const seconds time, TakeTime(in));
  MOTCUA_ASSIGN_OR_RETURN(const microseconds fraction, TakeFraction(in));
  MOTCUA_ASSIGN_OR_RETURN(const minutes offset, TakeOffset(in));
  if (!in.done()) {
    return Malformed("unexpected text after the time");
  }
  const Instant instant{date.time_since_epoch() + time + fraction - offset};
  if (!InRange(ToLocal(instant))) {
    return OutOfRange();
  }
  return instant;
}

std::string FormatRfc3339(Instant instant) {
  const LocalTime local = ToLocal(instant);
  const LocalDate date = DateOf(local);
  const std::chrono::hh_mm_ss<microseconds> time{local - date};
  std::string text =
      FormatDate(date) + Print("T%02d:%02d:%02d", static_cast<int>(time.hours().count()),
                               static_cast<int>(time.minutes().count()),
                               static_cast<int>(time.seconds().count()));
  if (time.subseconds() != microseconds{0}) {
    text += Print(".%06d", static_cast<int>(time.subseconds().count()));
  }
  return text + "+07:00";
}

absl::StatusOr<LocalDate> ParseDate(std::string_view text) {
  Reader in(text);
  MOTCUA_ASSIGN_OR_RETURN(const LocalDate date, TakeDate(in));
  if (!in.done()) {
    return Malformed("unexpected text after the date");
  }
  if (!InRange(LocalTime{date})) {
    return OutOfRange();
  }
  return date;
}

std::string FormatDate(LocalDate date) {
  const year_month_day parts{date};
  return Print("%04d-%02u-%02u", YearNumber(parts), MonthNumber(parts), DayNumber(parts));
}

absl::StatusOr<minutes> ParseTimeOfDay(std::string_view text) {
  Reader in(text);
  const std::optional<int> hour = in.TakeNumber(2);
  const bool colon = hour.has_value() && in.TakeChar(':');
  const std::optional<int> minute = colon ? in.TakeNumber(2) : std::nullopt;
  if (!minute.has_value() || !in.done()) {
    return Malformed("a time of day must be written like 07:30");
  }
  const minutes time = hours(*hour) + minutes(*minute);
  if (*minute > 59 || time > hours(24)) {
    return Impossible("no such time of day");
  }
  return time;
}

std::string FormatTimeOfDay(minutes since_midnight) {
  const int count = static_cast<int>(since_midnight.count());
  return Print("%02d:%02d", count / 60, count % 60);
}

std::string FormatVietnamese(Instant instant) {
  const LocalTime local = ToLocal(instant);
  const LocalDate date = DateOf(local);
  return FormatVietnamese(date) + ' ' + FormatTimeOfDay(std::chrono::floor<minutes>(local - date));
}

std::string FormatVietnamese(LocalDate date) {
  const year_month_day parts{date};
  return Print("%02u/%02u/%04d", DayNumber(parts), MonthNumber(parts), YearNumber(parts));
}

}  // namespace motcua::calendar

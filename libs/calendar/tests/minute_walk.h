#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <vector>

#include "motcua/calendar/due_date.h"

namespace motcua::calendar {

/// An independent implementation that shares no code with the library: time is minutes since 1970
/// in Viet Nam, and everything is computed minute by minute.
class MinuteWalk {
 public:
  using Minute = std::int64_t;
  static constexpr Minute kDay = 24 * 60;

  struct Stretch {
    Minute from;
    Minute to;
  };

  bool IsWork(Minute t) const;
  bool IsWorkingDay(std::int64_t day) const;

  Minute Normalise(Minute t) const;
  Minute AddWork(Minute t, Minute amount) const;
  Minute AddWorkingDays(Minute t, int n) const;
  Minute AddCalendarDays(Minute t, int n) const;
  Minute WorkBetween(Minute a, Minute b) const;
  /// The last minute of work of a day, plus one.
  Minute ClosingOf(std::int64_t day) const;

  /// Hours by weekday, Sunday first, and days since 1970 that differ.
  std::vector<std::vector<Stretch>> hours{7};
  std::set<std::int64_t> off;
  std::set<std::int64_t> makeup;
};

/// Random office hours and a random year of holidays, as the library and as the walk see them.
struct CalendarPair {
  WorkingCalendar calendar;
  MinuteWalk walk;
};
CalendarPair RandomCalendar(std::mt19937& random);

LocalTime FromMinute(MinuteWalk::Minute minute);
MinuteWalk::Minute ToMinute(LocalTime time);

}  // namespace motcua::calendar

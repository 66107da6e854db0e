#include "minute_walk.h"

#include "motcua/base/check.h"

namespace motcua::calendar {
namespace {

constexpr int kYear = 2025;
constexpr std::int64_t kFirstDay = 20089;  // 2025-01-01, a Wednesday.

int Pick(std::mt19937& random, int from, int to) {
  return std::uniform_int_distribution<int>(from, to)(random);
}

// 1970-01-01 was a Thursday.
std::size_t WeekdayOf(std::int64_t day) {
  return static_cast<std::size_t>((day + 4) % 7);
}

// One or two periods between 06:00 and 20:00.
std::vector<MinuteWalk::Stretch> RandomHours(std::mt19937& random) {
  const int opening = Pick(random, 360, 540);
  const int noon = Pick(random, opening + 60, 720);
  std::vector<MinuteWalk::Stretch> hours = {{opening, noon}};
  if (Pick(random, 0, 3) != 0) {
    const int afternoon = Pick(random, noon, 840);
    hours.push_back({afternoon, Pick(random, afternoon + 30, 1200)});
  }
  return hours;
}

std::vector<OfficeHours::Line> LinesOf(const MinuteWalk& walk) {
  std::vector<OfficeHours::Line> lines;
  for (unsigned weekday = 0; weekday < 7; ++weekday) {
    for (const MinuteWalk::Stretch& stretch : walk.hours[weekday]) {
      lines.push_back({{std::chrono::weekday{weekday}},
                       {std::chrono::minutes(stretch.from), std::chrono::minutes(stretch.to)}});
    }
  }
  return lines;
}

}  // namespace

bool MinuteWalk::IsWork(Minute t) const {
  const std::int64_t day = t / kDay;
  if (off.contains(day)) {
    return false;
  }
  for (const Stretch& stretch : hours[makeup.contains(day) ? 1 : WeekdayOf(day)]) {
    if (t % kDay >= stretch.from && t % kDay < stretch.to) {
      return true;
    }
  }
  return false;
}

bool MinuteWalk::IsWorkingDay(std::int64_t day) const {
  return WorkBetween(day * kDay, (day + 1) * kDay) > 0;
}

MinuteWalk::Minute MinuteWalk::Normalise(Minute t) const {
  while (!IsWork(t)) {
    ++t;
  }
  return t;
}

MinuteWalk::Minute MinuteWalk::AddWork(Minute t, Minute amount) const {
  t = Normalise(t);
  while (amount > 0) {
    amount -= IsWork(t) ? 1 : 0;
    ++t;
  }
  return t;
}

MinuteWalk::Minute MinuteWalk::AddWorkingDays(Minute t, int n) const {
  t = Normalise(t);
  while (n > 0) {
    t += kDay;
    n -= IsWorkingDay(t / kDay) ? 1 : 0;
  }
  return Normalise(t);
}

MinuteWalk::Minute MinuteWalk::AddCalendarDays(Minute t, int n) const {
  t = Normalise(t) + n * kDay;
  while (!IsWorkingDay(t / kDay)) {
    t += kDay;
  }
  return Normalise(t);
}

MinuteWalk::Minute MinuteWalk::WorkBetween(Minute a, Minute b) const {
  Minute sum = 0;
  for (; a < b; ++a) {
    sum += IsWork(a) ? 1 : 0;
  }
  return sum;
}

MinuteWalk::Minute MinuteWalk::ClosingOf(std::int64_t day) const {
  Minute t = (day + 1) * kDay;
  while (!IsWork(t - 1)) {
    --t;
  }
  return t;
}

CalendarPair RandomCalendar(std::mt19937& random) {
  MinuteWalk walk;
  for (std::size_t weekday = 1; weekday <= 5; ++weekday) {
    if (weekday == 1 || Pick(random, 0, 9) != 0) {
      walk.hours[weekday] = RandomHours(random);
    }
  }
  if (Pick(random, 0, 2) == 0) {
    walk.hours[6] = {{450, 690}};  // A Saturday morning.
  }
  std::vector<CalendarDay> days;
  for (std::int64_t day = kFirstDay; day < kFirstDay + 365; ++day) {
    const bool weekend = WeekdayOf(day) == 0 || WeekdayOf(day) == 6;
    const LocalDate date{std::chrono::days(day)};
    if (Pick(random, 0, 11) == 0) {
      walk.off.insert(day);
      days.push_back({date, DayKind::kHoliday, "Nghỉ", "Off", "QĐ 1", true});
    } else if (weekend && Pick(random, 0, 5) == 0) {
      walk.makeup.insert(day);
      days.push_back({date, DayKind::kMakeupWorkday, "Làm bù", "Worked", "QĐ 1", true});
    }
  }
  absl::StatusOr<OfficeHours> hours = OfficeHours::Create(LinesOf(walk));
  MOTCUA_CHECK(hours.ok());
  absl::StatusOr<WorkingCalendar> calendar =
      WorkingCalendar::Create("random", *std::move(hours), {kYear}, std::move(days));
  MOTCUA_CHECK(calendar.ok());
  return {*std::move(calendar), std::move(walk)};
}

LocalTime FromMinute(MinuteWalk::Minute minute) {
  return LocalTime{std::chrono::minutes(minute)};
}

MinuteWalk::Minute ToMinute(LocalTime time) {
  MOTCUA_CHECK(time == std::chrono::floor<std::chrono::minutes>(time));
  return std::chrono::floor<std::chrono::minutes>(time).time_since_epoch().count();
}

}  // namespace motcua::calendar

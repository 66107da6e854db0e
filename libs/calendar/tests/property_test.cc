#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "motcua/calendar/due_date.h"

#include "minute_walk.h"
#include "sample_calendar.h"

// Properties of any calendar and dossier, checked on random ones against the minute walk. A failure
// prints its seed: run again with --gtest_random_seed=<seed>.

namespace motcua::calendar {
namespace {

using Minute = MinuteWalk::Minute;

constexpr Minute kNewYear = 20089 * MinuteWalk::kDay;  // 2025-01-01 00:00
constexpr int kCalendars = 25;
constexpr int kDossiers = 12;

class PropertyTest : public testing::Test {
 protected:
  int Pick(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  Minute AnyMinute() { return kNewYear + Pick(0, 300 * static_cast<int>(MinuteWalk::kDay)); }

  LimitRule AnyLimit() {
    LimitRule limit;
    limit.unit = static_cast<LimitUnit>(Pick(0, 2));
    limit.value = Pick(1, limit.unit == LimitUnit::kWorkingHour ? 60 : 15);
    limit.convention = static_cast<Convention>(Pick(0, 1));
    if (Pick(0, 2) == 0) {
      limit.cut_offs = {{.basis = CutOff::Basis::kTimeOfDay,
                         .at = std::chrono::minutes(Pick(600, 1000)),
                         .effect = CutOffEffect::kStartNextWorkingDay}};
    }
    return limit;
  }

  DueInput AnyDossier() {
    const Minute received = AnyMinute();
    DueInput input{.received = ToInstant(FromMinute(received)), .limit = AnyLimit()};
    for (int left = Pick(0, 4); left > 0; --left) {
      const Minute from = received + Pick(-2000, 12000);
      const int kind = Pick(0, 5);
      Pause pause{.from = ToInstant(FromMinute(from)),
                  .to = ToInstant(FromMinute(from + Pick(0, 6000))),
                  .effect = kind == 0 ? PauseEffect::kRestart : PauseEffect::kExtend,
                  .kind = ""};
      if (kind == 1) {
        pause.to.reset();
      }
      input.pauses.push_back(pause);
    }
    return input;
  }

  DueDate Compute(const WorkingCalendar& calendar, const DueInput& input) {
    const absl::StatusOr<DueDate> result = ComputeDueDate(calendar, input);
    EXPECT_TRUE(result.ok()) << result.status();
    return *result;
  }

  const std::uint32_t seed_ = TestSeed();
  std::mt19937 random_{seed_};
  testing::ScopedTrace trace_{__FILE__, __LINE__, "seed " + std::to_string(seed_)};
};

// ComputeDueDate once more, on minutes.
struct Walked {
  Minute start;
  Minute due;
};

Minute MinuteOf(Instant instant) {
  return ToMinute(ToLocal(instant));
}

Walked WalkDossier(const MinuteWalk& walk, const DueInput& input) {
  Minute event = MinuteOf(input.received);
  for (const Pause& pause : input.pauses) {
    if (pause.effect == PauseEffect::kRestart && pause.to.has_value()) {
      event = std::max(event, MinuteOf(*pause.to));
    }
  }
  Minute start = walk.Normalise(event);
  const std::int64_t event_day = event / MinuteWalk::kDay;
  for (const CutOff& cut_off : input.limit.cut_offs) {
    if (start / MinuteWalk::kDay == event_day && event % MinuteWalk::kDay > cut_off.at.count()) {
      start = walk.Normalise((event_day + 1) * MinuteWalk::kDay);
    }
  }
  const LimitRule& limit = input.limit;
  const bool to_closing =
      limit.convention == Convention::kEndOfDay && limit.unit != LimitUnit::kWorkingHour;
  const int value = *limit.value;
  Minute due = 0;
  if (to_closing) {
    std::int64_t day = start / MinuteWalk::kDay - (start / MinuteWalk::kDay == event_day ? 0 : 1);
    if (limit.unit == LimitUnit::kWorkingDay) {
      for (int left = value; left > 0; left -= walk.IsWorkingDay(day) ? 1 : 0) {
        ++day;
      }
    } else {
      for (day += value; !walk.IsWorkingDay(day);) {
        ++day;
      }
    }
    due = walk.ClosingOf(day);
  } else if (limit.unit == LimitUnit::kWorkingHour) {
    due = walk.AddWork(start, value * 60);
  } else if (limit.unit == LimitUnit::kWorkingDay) {
    due = walk.AddWorkingDays(start, value);
  } else {
    due = walk.AddCalendarDays(start, value);
  }
  Minute waited = 0;
  for (Minute t = start; t < start + 40000; ++t) {
    const auto covers = [&](const Pause& pause) {
      return pause.effect == PauseEffect::kExtend && pause.to.has_value() &&
             MinuteOf(pause.from) <= t && t < MinuteOf(*pause.to);
    };
    waited += std::any_of(input.pauses.begin(), input.pauses.end(), covers) && walk.IsWork(t);
  }
  if (waited > 0) {
    due = walk.AddWork(due, waited);
    due = to_closing ? walk.ClosingOf((due - 1) / MinuteWalk::kDay) : due;
  }
  return {start, due};
}

TEST_F(PropertyTest, EveryMoveAgreesWithTheMinuteWalk) {
  for (int i = 0; i < kCalendars; ++i) {
    const CalendarPair pair = RandomCalendar(random_);
    for (int j = 0; j < kDossiers; ++j) {
      const Minute t = AnyMinute();
      const LocalTime local = FromMinute(t);
      const Minute amount = Pick(0, 3000);
      const int days = Pick(0, 20);
      const Minute other = t + Pick(-8000, 8000);
      EXPECT_EQ(ToMinute(*pair.calendar.Normalise(local)), pair.walk.Normalise(t));
      EXPECT_EQ(ToMinute(*pair.calendar.AddWorkingTime(local, std::chrono::minutes(amount))),
                pair.walk.AddWork(t, amount));
      EXPECT_EQ(ToMinute(*pair.calendar.AddWorkingDays(local, days)),
                pair.walk.AddWorkingDays(t, days));
      EXPECT_EQ(ToMinute(*pair.calendar.AddCalendarDays(local, days)),
                pair.walk.AddCalendarDays(t, days));
      const Minute worked =
          other < t ? -pair.walk.WorkBetween(other, t) : pair.walk.WorkBetween(t, other);
      EXPECT_EQ(*pair.calendar.WorkingTimeBetween(local, FromMinute(other)),
                std::chrono::minutes(worked));
    }
  }
}

TEST_F(PropertyTest, EveryDueDateAgreesWithTheMinuteWalk) {
  for (int i = 0; i < kCalendars; ++i) {
    const CalendarPair pair = RandomCalendar(random_);
    for (int j = 0; j < kDossiers; ++j) {
      const DueInput input = AnyDossier();
      const DueDate result = Compute(pair.calendar, input);
      const Walked walked = WalkDossier(pair.walk, input);
      ASSERT_EQ(MinuteOf(result.start), walked.start) << FormatRfc3339(input.received);
      ASSERT_EQ(MinuteOf(*result.due), walked.due)
          << FormatRfc3339(input.received) << " unit " << static_cast<int>(input.limit.unit)
          << " value " << *input.limit.value;
    }
  }
}

TEST_F(PropertyTest, NeverDueBeforeTheStartNorTheStartBeforeTheReceipt) {
  const CalendarPair pair = RandomCalendar(random_);
  for (int i = 0; i < 2000; ++i) {
    const DueInput input = AnyDossier();
    const DueDate result = Compute(pair.calendar, input);
    EXPECT_GE(result.start, input.received);
    EXPECT_GE(*result.due, result.start);
  }
}

TEST_F(PropertyTest, ALongerLimitNeverFallsEarlier) {
  const CalendarPair pair = RandomCalendar(random_);
  for (int i = 0; i < 200; ++i) {
    DueInput input = AnyDossier();
    Instant before = Instant::min();
    for (int value = 1; value <= 40; ++value) {
      input.limit.value = value;
      const Instant due = *Compute(pair.calendar, input).due;
      EXPECT_GE(due, before) << "value " << value;
      before = due;
    }
  }
}

// Of an office whose days are all alike (domain 3.4): an opening is then the closing before it.
TEST_F(PropertyTest, ClosingTimeIsNeverEarlierInWorkingTimeThanTheClockTime) {
  const WorkingCalendar calendar = SampleCalendar();
  for (int i = 0; i < 1000; ++i) {
    DueInput input = AnyDossier();
    input.limit.convention = Convention::kKeepClockTime;
    const LocalTime keep = ToLocal(*Compute(calendar, input).due);
    input.limit.convention = Convention::kEndOfDay;
    const LocalTime closing = ToLocal(*Compute(calendar, input).due);
    EXPECT_GE(*calendar.WorkingTimeBetween(keep, closing), std::chrono::minutes(0));
  }
}

TEST_F(PropertyTest, TheOrderOfPausesDoesNotMatter) {
  const CalendarPair pair = RandomCalendar(random_);
  for (int i = 0; i < 300; ++i) {
    DueInput input = AnyDossier();
    const DueDate first = Compute(pair.calendar, input);
    for (int j = 0; j < 5; ++j) {
      std::shuffle(input.pauses.begin(), input.pauses.end(), random_);
      const DueDate again = Compute(pair.calendar, input);
      EXPECT_EQ(again.start, first.start);
      EXPECT_EQ(again.due, first.due);
    }
  }
}

TEST_F(PropertyTest, APauseCutInTwoIsTheSamePause) {
  const CalendarPair pair = RandomCalendar(random_);
  for (int i = 0; i < 500; ++i) {
    DueInput input{.received = ToInstant(FromMinute(AnyMinute())), .limit = AnyLimit()};
    const Instant from = input.received + std::chrono::minutes(Pick(0, 3000));
    const Instant to = from + std::chrono::minutes(Pick(2, 6000));
    input.pauses = {{.from = from, .to = to, .effect = PauseEffect::kExtend, .kind = ""}};
    const DueDate whole = Compute(pair.calendar, input);
    const Instant cut = from + std::chrono::minutes(1);
    input.pauses[0].to = cut;
    input.pauses.push_back({.from = cut, .to = to, .effect = PauseEffect::kExtend, .kind = ""});
    EXPECT_EQ(Compute(pair.calendar, input).due, whole.due);
  }
}

}  // namespace
}  // namespace motcua::calendar

#include "motcua/runtime/periodic_task.h"

#include <atomic>

#include <gtest/gtest.h>

#include "event.h"

namespace motcua::runtime {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST(PeriodicTaskTest, RunsAgainAndAgain) {
  Event ran;
  const PeriodicTask task({.interval = milliseconds(1)},
                          [&](const std::stop_token&) { ran.Signal(); });
  EXPECT_TRUE(ran.WaitFor(5));
}

TEST(PeriodicTaskTest, NotifyRunsItNow) {
  Event ran;
  PeriodicTask task({.interval = hours(1)}, [&](const std::stop_token&) { ran.Signal(); });
  EXPECT_TRUE(ran.WaitFor(1));
  task.Notify();
  EXPECT_TRUE(ran.WaitFor(2));
}

TEST(PeriodicTaskTest, WithoutARunAtStartTheFirstOneIsTheNotifiedOne) {
  Event ran;
  PeriodicTask task({.interval = hours(1), .run_at_start = false},
                    [&](const std::stop_token&) { ran.Signal(); });
  EXPECT_FALSE(ran.WaitFor(1, milliseconds(20)));
  task.Notify();
  EXPECT_TRUE(ran.WaitFor(1));
}

TEST(PeriodicTaskTest, NoticesDuringARunMakeOneMore) {
  Event entered;
  Event leave;
  PeriodicTask task({.interval = hours(1)}, [&](const std::stop_token&) {
    entered.Signal();
    EXPECT_TRUE(leave.WaitFor());
  });
  EXPECT_TRUE(entered.WaitFor(1));
  task.Notify();
  task.Notify();
  task.Notify();
  leave.Signal();
  EXPECT_TRUE(entered.WaitFor(2));
  EXPECT_FALSE(entered.WaitFor(3, milliseconds(20)));
}

TEST(PeriodicTaskTest, StopEndsTheWait) {
  Event ran;
  PeriodicTask task({.interval = hours(1)}, [&](const std::stop_token&) { ran.Signal(); });
  EXPECT_TRUE(ran.WaitFor(1));
  task.Stop();  // would take an hour
  task.Stop();
  EXPECT_EQ(ran.count(), 1);
}

TEST(PeriodicTaskTest, StopAsksARunToEndAndWaitsForIt) {
  Event entered;
  std::atomic<bool> left = false;
  {
    const PeriodicTask task({.interval = hours(1)}, [&](const std::stop_token& stop) {
      entered.Signal();
      EXPECT_FALSE(SleepUnlessStopped(hours(1), stop));
      left = true;
    });
    EXPECT_TRUE(entered.WaitFor(1));
  }
  EXPECT_TRUE(left);
}

TEST(PeriodicTaskTest, TheIntervalIsJittered) {
  Event asked;
  Event ran;
  const PeriodicTask task(
      {.interval = hours(1), .jitter = 1.0}, [&](const std::stop_token&) { ran.Signal(); },
      [&] {
        asked.Signal();
        return 0.0;  // the whole interval less
      });
  EXPECT_TRUE(ran.WaitFor(3));  // would take hours without jitter
  EXPECT_GE(asked.count(), 2);
}

}  // namespace
}  // namespace motcua::runtime

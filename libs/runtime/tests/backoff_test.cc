#include "motcua/runtime/backoff.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace motcua::runtime {
namespace {

using std::chrono::milliseconds;

TEST(BackoffTest, DoublesUpToTheLongestAndStartsOver) {
  Backoff backoff({}, [] { return 0.5; });  // the middle: no jitter
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 11; ++i) {
    waits.push_back(backoff.Next().count());
  }
  EXPECT_EQ(waits, (std::vector<std::int64_t>{100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600,
                                              30000, 30000}));
  backoff.Reset();
  EXPECT_EQ(backoff.Next(), milliseconds(100));
}

TEST(BackoffTest, AStoredCountGivesTheSameWaits) {
  const RandomUnit middle = [] { return 0.5; };
  const BackoffOptions options{.first = milliseconds(1000), .longest = milliseconds(60'000)};
  EXPECT_EQ(WaitAfter(1, options, middle), milliseconds(1000));
  EXPECT_EQ(WaitAfter(3, options, middle), milliseconds(4000));
  EXPECT_EQ(WaitAfter(1'000'000, options, middle), milliseconds(60'000));
}

TEST(BackoffTest, JitterIsAFifthBothWays) {
  EXPECT_EQ(Backoff({}, [] { return 0.0; }).Next(), milliseconds(80));
  EXPECT_EQ(Backoff({}, [] { return 0.999999; }).Next(), milliseconds(120));
  EXPECT_EQ(Jittered(milliseconds(1000), 0, [] { return 0.9; }), milliseconds(1000));
}

TEST(BackoffTest, TheSystemsNumbersAreInTheUnitInterval) {
  const RandomUnit random = SystemRandomUnit();
  double least = 1;
  double most = 0;
  for (int i = 0; i < 10'000; ++i) {
    const double number = random();
    ASSERT_GE(number, 0);
    ASSERT_LT(number, 1);
    least = std::min(least, number);
    most = std::max(most, number);
  }
  EXPECT_LT(least, 0.1);
  EXPECT_GT(most, 0.9);
}

TEST(BackoffTest, AStopEndsTheWait) {
  std::stop_source stop;
  bool slept = true;
  std::thread sleeper([&] { slept = SleepUnlessStopped(std::chrono::hours(1), stop.get_token()); });
  stop.request_stop();
  sleeper.join();  // would take an hour
  EXPECT_FALSE(slept);
  EXPECT_FALSE(SleepUnlessStopped(milliseconds(0), stop.get_token()));
  EXPECT_TRUE(SleepUnlessStopped(milliseconds(1), std::stop_source().get_token()));
}

}  // namespace
}  // namespace motcua::runtime

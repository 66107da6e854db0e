#include "motcua/base/clock.h"

#include <gtest/gtest.h>

namespace motcua {
namespace {

TEST(SettableClockTest, StandsStillUntilMoved) {
  SettableClock clock{Instant(std::chrono::hours(1))};
  EXPECT_EQ(clock.Now(), Instant(std::chrono::hours(1)));
  clock.Advance(std::chrono::minutes(5));
  EXPECT_EQ(clock.Now(), Instant(std::chrono::minutes(65)));
  clock.Set(Instant(std::chrono::hours(9)));
  EXPECT_EQ(clock.Now(), Instant(std::chrono::hours(9)));
}

}  // namespace
}  // namespace motcua

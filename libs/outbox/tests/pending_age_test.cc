#include "motcua/outbox/pending_age.h"

#include <gtest/gtest.h>

namespace motcua::outbox {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::steady_clock::time_point kStart{};

Pending Rows(std::int64_t first_id, std::int64_t last_id) {
  return {.events = last_id - first_id + 1, .first_id = first_id, .last_id = last_id};
}

TEST(PendingAgeTest, NothingWaits) {
  PendingAge age;
  EXPECT_EQ(age.Observe({}, kStart + 1h), 0s);
}

TEST(PendingAgeTest, TheSameRowGrowsOlder) {
  PendingAge age;
  EXPECT_EQ(age.Observe(Rows(7, 9), kStart), 0s);
  EXPECT_EQ(age.Observe(Rows(7, 20), kStart + 5s), 5s);
  EXPECT_EQ(age.Observe(Rows(7, 300), kStart + 65s), 65s);
}

TEST(PendingAgeTest, ARowThatBecameTheFirstWaitedSinceItWasSeen) {
  PendingAge age;
  age.Observe(Rows(1, 10), kStart);
  age.Observe(Rows(1, 20), kStart + 10s);
  age.Observe(Rows(1, 30), kStart + 20s);
  EXPECT_EQ(age.Observe(Rows(11, 40), kStart + 30s), 20s);
  EXPECT_EQ(age.Observe(Rows(35, 40), kStart + 31s), 1s);
}

TEST(PendingAgeTest, AnOccurrenceOfLongAgoDoesNotMatter) {
  PendingAge age;
  Pending again = Rows(5, 6);
  again.oldest = Instant();
  EXPECT_EQ(age.Observe(again, kStart + 1h), 0s);
}

TEST(PendingAgeTest, AnEmptyOutboxForgets) {
  PendingAge age;
  age.Observe(Rows(1, 10), kStart);
  age.Observe({}, kStart + 10s);
  EXPECT_EQ(age.Observe(Rows(11, 12), kStart + 20s), 0s);
}

TEST(PendingAgeTest, TwoDaysWithoutABrokerCostTheReadingsOfOne) {
  PendingAge age;
  constexpr int kDay = 24 * 3600 / 5;
  for (int reading = 0; reading <= 2 * kDay; ++reading) {
    EXPECT_EQ(age.Observe(Rows(1, reading + 1), kStart + reading * 5s), reading * 5s);
  }
  const auto now = kStart + 48h;
  EXPECT_EQ(age.Observe(Rows(kDay, 2 * kDay), now), 24h + 5s);
  EXPECT_EQ(age.Observe(Rows(kDay + 1, 2 * kDay), now), 0s);
  EXPECT_EQ(age.Observe(Rows(kDay + 1, 2 * kDay), now + 5s), 5s);
}

}  // namespace
}  // namespace motcua::outbox

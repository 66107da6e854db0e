#include "breaker.h"

#include <gtest/gtest.h>

namespace motcua::redis {
namespace {

using namespace std::chrono_literals;

TEST(Breaker, OpensAtTheTenthFailureInARow) {
  Breaker breaker;
  const Breaker::Time now{};
  for (int i = 0; i < 9; ++i) {
    breaker.Failed(now);
    EXPECT_FALSE(breaker.open()) << i;
  }
  breaker.Failed(now);
  EXPECT_TRUE(breaker.open());
}

TEST(Breaker, ASuccessBetweenStartsTheCountAnew) {
  Breaker breaker;
  const Breaker::Time now{};
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 9; ++i) {
      breaker.Failed(now);
    }
    breaker.Succeeded();
  }
  EXPECT_FALSE(breaker.open());
}

TEST(Breaker, OpensAfterASecondOfFailures) {
  Breaker breaker;
  const Breaker::Time start{};
  breaker.Failed(start);
  breaker.Failed(start + 999ms);
  EXPECT_FALSE(breaker.open());
  breaker.Failed(start + 1000ms);
  EXPECT_TRUE(breaker.open());
}

TEST(Breaker, TheSecondCountsFromTheFirstFailureAfterASuccess) {
  Breaker breaker;
  const Breaker::Time start{};
  breaker.Failed(start);
  breaker.Succeeded();
  breaker.Failed(start + 900ms);
  breaker.Failed(start + 1500ms);
  EXPECT_FALSE(breaker.open());
}

TEST(Breaker, OnlyAProbeClosesIt) {
  Breaker breaker;
  const Breaker::Time now{};
  for (int i = 0; i < 10; ++i) {
    breaker.Failed(now);
  }
  breaker.Succeeded();
  EXPECT_TRUE(breaker.open());
  breaker.Close();
  EXPECT_FALSE(breaker.open());
  breaker.Failed(now);
  EXPECT_FALSE(breaker.open()) << "the count starts again";
}

}  // namespace
}  // namespace motcua::redis

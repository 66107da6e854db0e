#include "motcua/base/circuit_breaker.h"

#include <vector>

#include <gtest/gtest.h>

namespace motcua {
namespace {

using namespace std::chrono_literals;
using Permit = CircuitBreaker::Permit;

class CircuitBreakerTest : public ::testing::Test {
 protected:
  void Fail(int times) {
    for (int i = 0; i < times; ++i) {
      breaker_.Failed();
    }
  }

  CircuitBreaker::Time now_{1h};
  std::vector<bool> told_;
  CircuitBreaker breaker_{{.failures_to_open = 10,
                           .span = 1000ms,
                           .first_probe = 50ms,
                           .longest_probe = 200ms,
                           .on_change = [this](bool answers) { told_.push_back(answers); },
                           .now = [this] { return now_; }}};
};

TEST_F(CircuitBreakerTest, OpensAtTheTenthFailureInARow) {
  Fail(9);
  EXPECT_FALSE(breaker_.open());
  EXPECT_EQ(breaker_.Ask(), Permit::kSend);
  Fail(1);
  EXPECT_TRUE(breaker_.open());
  EXPECT_EQ(breaker_.Ask(), Permit::kWait);
}

TEST_F(CircuitBreakerTest, ASuccessBetweenStartsTheCountAnew) {
  for (int round = 0; round < 5; ++round) {
    Fail(9);
    breaker_.Succeeded();
  }
  EXPECT_FALSE(breaker_.open());
}

TEST_F(CircuitBreakerTest, OpensAfterASecondOfFailures) {
  Fail(1);
  now_ += 999ms;
  Fail(1);
  EXPECT_FALSE(breaker_.open());
  now_ += 1ms;
  Fail(1);
  EXPECT_TRUE(breaker_.open());
}

TEST_F(CircuitBreakerTest, TheSecondCountsFromTheFirstFailureAfterASuccess) {
  Fail(1);
  breaker_.Succeeded();
  now_ += 900ms;
  Fail(1);
  now_ += 600ms;
  Fail(1);
  EXPECT_FALSE(breaker_.open());
}

TEST_F(CircuitBreakerTest, WithoutASpanOnlyTheirNumberCounts) {
  CircuitBreaker breaker({.failures_to_open = 3, .now = [this] { return now_; }});
  breaker.Failed();
  now_ += 1h;
  breaker.Failed();
  EXPECT_FALSE(breaker.open());
}

TEST_F(CircuitBreakerTest, ProbesSoonAndThenLessOften) {
  Fail(10);
  for (const auto wait : {50ms, 100ms, 200ms, 200ms}) {
    EXPECT_EQ(breaker_.next_probe(), now_ + wait);
    now_ += wait - 1ms;
    EXPECT_EQ(breaker_.Ask(), Permit::kWait);
    now_ += 1ms;
    EXPECT_EQ(breaker_.Ask(), Permit::kProbe);
    EXPECT_EQ(breaker_.Ask(), Permit::kWait) << "one caller only";
  }
}

TEST_F(CircuitBreakerTest, OnlyAProbeClosesIt) {
  Fail(10);
  breaker_.Succeeded();
  EXPECT_TRUE(breaker_.open());
  breaker_.Close();
  EXPECT_FALSE(breaker_.open());
  Fail(9);
  EXPECT_FALSE(breaker_.open()) << "the count begins anew";
}

TEST_F(CircuitBreakerTest, TellsTheFirstSuccessAndEveryChange) {
  breaker_.Succeeded();
  breaker_.Succeeded();
  EXPECT_EQ(told_, std::vector({true}));
  Fail(12);
  breaker_.Close();
  breaker_.Close();
  breaker_.Succeeded();
  EXPECT_EQ(told_, std::vector({true, false, true}));
}

}  // namespace
}  // namespace motcua

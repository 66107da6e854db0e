#include "motcua/testing/eventually.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

namespace motcua::testing {
namespace {

using std::chrono::milliseconds;

TEST(Eventually, SeesWhatAnotherThreadDoes) {
  std::atomic<bool> done{false};
  std::thread other([&] { done = true; });
  EXPECT_TRUE(Eventually([&] { return done.load(); }));
  other.join();
}

TEST(Eventually, GivesUpAtTheLimitAndNotBefore) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(Eventually([] { return false; }, milliseconds(20)));
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(20));
}

TEST(Throughout, FailsAtTheFirstFalse) {
  int asked = 0;
  EXPECT_FALSE(Throughout(std::chrono::hours(1), [&] { return ++asked < 3; }));
  EXPECT_EQ(asked, 3);
  EXPECT_TRUE(Throughout(milliseconds(10), [] { return true; }));
}

}  // namespace
}  // namespace motcua::testing

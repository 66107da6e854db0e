#include "motcua/operations/set_aside.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::operations {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kFirst[] = "01924f1c-0000-7000-8000-000000000001";
constexpr char kSecond[] = "01924f1c-0000-7000-8000-000000000002";

absl::Status Why(const char* reason) {
  return Error(absl::StatusCode::kInternal, reason, "A test says no.");
}

struct SetAsideTest : ::testing::Test {
  void Put(const std::string& item, const char* reason = "TEST") {
    EXPECT_TRUE(set_aside.Put(item, Why(reason)).ok());
  }
  std::vector<std::string> Listed() const {
    std::vector<std::string> items;
    for (const ItemSetAside& each : set_aside.List()) {
      items.push_back(each.item);
    }
    return items;
  }

  const Instant start{std::chrono::hours(24 * 365 * 55)};
  SettableClock clock{start};
  std::vector<int> told;
  SetAside set_aside{
      clock, [this](const ItemSetAside& item, const absl::Status&) { told.push_back(item.tries); }};
};

TEST_F(SetAsideTest, AnItemIsLeftOutForTenMinutesAndShownUntilItDoesNotFail) {
  Put(kFirst);
  clock.Advance(10min - 1us);
  EXPECT_EQ(set_aside.Ids().size(), 1U);
  clock.Advance(1us);
  EXPECT_EQ(set_aside.Ids().size(), 0U);
  EXPECT_THAT(Listed(), ElementsAre(kFirst)) << "it is being tried";

  Put(kFirst, "OTHER");
  EXPECT_EQ(set_aside.Ids().size(), 1U);
  const std::vector<ItemSetAside> items = set_aside.List();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].reason, "OTHER");
  EXPECT_EQ(items[0].message, "A test says no.");
  EXPECT_EQ(items[0].since, start);
  EXPECT_EQ(items[0].tries, 2);
  EXPECT_EQ(items[0].again_at, start + 20min);
  EXPECT_THAT(told, ElementsAre(1, 2));

  set_aside.Done(kFirst);
  EXPECT_THAT(Listed(), IsEmpty());
}

TEST_F(SetAsideTest, AnErrorWithoutAReasonIsShownByItsCode) {
  EXPECT_TRUE(set_aside.Put(kFirst, absl::DataLossError("torn")).ok());
  EXPECT_EQ(set_aside.List().at(0).reason, "DATA_LOSS");
}

TEST_F(SetAsideTest, AnOperatorLetsOneThroughOrAll) {
  Put(kFirst);
  Put(kSecond);
  EXPECT_EQ(set_aside.Retry("unknown"), 0);
  EXPECT_EQ(set_aside.Ids().size(), 2U);
  EXPECT_EQ(set_aside.Retry(kFirst), 1);
  EXPECT_EQ(set_aside.Ids().size(), 1U);
  EXPECT_EQ(set_aside.Retry(""), 2);
  EXPECT_EQ(set_aside.Ids().size(), 0U);
}

TEST_F(SetAsideTest, WhatIsNotFoundAnyMoreLeavesOnlyIfItWasLookedFor) {
  Put(kFirst);
  Put(kSecond);
  set_aside.Ids();
  // Comes after the look: the round has not asked for it.
  set_aside.Retry(kFirst);
  set_aside.ForgetGone();
  EXPECT_THAT(Listed(), ElementsAre(kFirst, kSecond));

  set_aside.Retry(kSecond);
  set_aside.Ids();
  Put(kSecond);
  set_aside.ForgetGone();
  EXPECT_THAT(Listed(), ElementsAre(kSecond)) << "the other did not fail again";
}

TEST_F(SetAsideTest, WhatARoundDidNotReachIsNotForgotten) {
  Put(kFirst);
  set_aside.Retry(kFirst);
  set_aside.Ids();
  set_aside.KeepUntried();  // the round stopped before it
  set_aside.ForgetGone();
  EXPECT_THAT(Listed(), ElementsAre(kFirst));
}

TEST_F(SetAsideTest, WhenEverythingFailsItIsNotTheItems) {
  for (std::size_t i = 0; i < SetAside::kMost; ++i) {
    Put("item-" + std::to_string(i));
  }
  EXPECT_EQ(Reason(set_aside.Put("one-more", Why("BROKEN"))), "BROKEN");
  Put("item-0");
  EXPECT_EQ(set_aside.size(), SetAside::kMost);
  set_aside.Clear();
  EXPECT_EQ(set_aside.size(), 0U);
}

// For the thread sanitizer.
TEST_F(SetAsideTest, WorkAndOperatorsUseItAtOnce) {
  {
    const std::jthread work([&] {
      for (int i = 0; i < 1000; ++i) {
        Put(kFirst);
        set_aside.Ids();
        set_aside.ForgetGone();
      }
    });
    const std::jthread operators([&] {
      for (int i = 0; i < 1000; ++i) {
        set_aside.List();
        set_aside.Retry("");
      }
    });
  }
  EXPECT_LE(set_aside.size(), 1U);
}

}  // namespace
}  // namespace motcua::operations

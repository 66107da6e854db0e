#include "usecase/raise_alerts.h"

#include <gtest/gtest.h>

#include "support/desk.h"

namespace motcua::intake::testing {
namespace {

class RaiseAlertsTest : public ::testing::Test {
 protected:
  int RunOnce() {
    const auto raised = alerts_.Run({}, desk_.store, 0, 100);
    EXPECT_TRUE(raised.ok()) << raised.status();
    return raised.value_or(-1);
  }
  const AcceptanceDelayed& LastAlert() const {
    return std::get<AcceptanceDelayed>(desk_.store.changes.back().event.body);
  }

  Desk desk_;
  RaiseAlerts alerts_{desk_.store, desk_.clock, desk_.ids};
};

TEST_F(RaiseAlertsTest, WarnsOnceEarlyAndOnceWhenTheLimitHasPassed) {
  ASSERT_TRUE(desk_.File().ok());
  desk_.clock.Set(At("2025-03-12T11:14"));
  EXPECT_EQ(RunOnce(), 0);
  desk_.clock.Set(At("2025-03-12T11:15"));
  EXPECT_EQ(RunOnce(), 1);
  EXPECT_FALSE(LastAlert().overdue);
  EXPECT_EQ(RunOnce(), 0);
  desk_.clock.Set(At("2025-03-13T09:15"));
  EXPECT_EQ(RunOnce(), 1);
  EXPECT_TRUE(LastAlert().overdue);
  desk_.clock.Set(At("2025-03-20T09:15"));
  EXPECT_EQ(RunOnce(), 0);

  const Dossier& dossier = desk_.store.dossiers.begin()->second;
  EXPECT_EQ(dossier.sequence, 3);
  EXPECT_EQ(dossier.revision, 1) << "an alert spoils no open form";
  EXPECT_EQ(dossier.state, NationalState::kFiled);
  EXPECT_TRUE(desk_.Accept().ok()) << "the clerk's revision is still good";
  EXPECT_EQ(desk_.last.dossier.sequence, 4);
}

TEST_F(RaiseAlertsTest, AfterAnOutageBothAreRaisedInOrder) {
  ASSERT_TRUE(desk_.File().ok());
  desk_.clock.Set(At("2025-03-20T09:15"));
  EXPECT_EQ(RunOnce(), 1);
  EXPECT_FALSE(LastAlert().overdue);
  EXPECT_EQ(RunOnce(), 1);
  EXPECT_TRUE(LastAlert().overdue);
}

TEST_F(RaiseAlertsTest, WhoeverWasAnsweredIsLeftAlone) {
  ASSERT_TRUE(desk_.File().ok());
  ASSERT_TRUE(desk_.Accept().ok());
  ASSERT_TRUE(desk_.File().ok());
  ASSERT_TRUE(desk_.AskForSupplement().ok());
  desk_.clock.Set(At("2025-03-20T09:15"));
  EXPECT_EQ(RunOnce(), 0);
}

}  // namespace
}  // namespace motcua::intake::testing

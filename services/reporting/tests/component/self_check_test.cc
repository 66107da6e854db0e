#include "store/self_check.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "component/world.h"

namespace motcua::reporting::testing {
namespace {

class SelfCheck : public ::testing::Test {
 protected:
  SelfCheck() {
    world_.TakeAll(world_.Publish(MakeHistories(7, 40)), 3);
    world_.Settle();
  }
  std::int64_t Difference() { return CountDifference(world_.pool(), CallContext()).value_or(-1); }
  /// Rows changed by a statement that ends in RETURNING 1.
  std::int64_t Change(const std::string& statement) {
    return world_.Number("WITH changed AS (" + statement + ") SELECT count(*) FROM changed");
  }

  World world_;
};

TEST_F(SelfCheck, FindsNothingInWhatEventsCounted) {
  ASSERT_GT(world_.Number("SELECT count(*) FROM dossiers WHERE ended_on IS NOT NULL"), 0);
  ASSERT_GT(world_.Number("SELECT count(*) FROM dossiers WHERE overdue_from IS NOT NULL"), 0);
  EXPECT_EQ(Difference(), 0);
}

TEST_F(SelfCheck, FindsADayAndAMonthThatWereChanged) {
  ASSERT_EQ(Change("UPDATE counters SET received_post = received_post + 2 WHERE ctid ="
                   " (SELECT min(ctid) FROM counters WHERE span = 'd') RETURNING 1"),
            1);
  EXPECT_EQ(Difference(), 2);
  ASSERT_EQ(Change("UPDATE counters SET overdue_open = overdue_open - 1 WHERE ctid ="
                   " (SELECT min(ctid) FROM counters WHERE span = 'm') RETURNING 1"),
            1);
  EXPECT_EQ(Difference(), 3);
}

TEST_F(SelfCheck, FindsADossierThatWasCountedAndIsGone) {
  ASSERT_EQ(Change("DELETE FROM dossiers WHERE ctid = (SELECT min(ctid) FROM dossiers"
                   " WHERE ended_on IS NOT NULL) RETURNING 1"),
            1);
  // Received and ended, in days and in months.
  EXPECT_EQ(Difference(), 4);
}

TEST_F(SelfCheck, DoesNotMindAGenerationBesideTheActiveOne) {
  ASSERT_EQ(Change("INSERT INTO generations (id, slot, state, started_at)"
                   " VALUES (2, 1, 'building', '2026-01-01Z') RETURNING 1"),
            1);
  ASSERT_GT(Change("INSERT INTO dossiers SELECT 2, dossier_id, code, state, agency,"
                   " procedure_code, procedure_version, received_on, ended_on, overdue_from,"
                   " received_at, due_at, current_agency, step_name_vi FROM dossiers RETURNING 1"),
            0);
  EXPECT_EQ(Difference(), 0);
}

}  // namespace
}  // namespace motcua::reporting::testing

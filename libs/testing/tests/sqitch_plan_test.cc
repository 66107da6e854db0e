#include "sqitch_plan.h"

#include <fstream>

#include <gtest/gtest.h>

#include "motcua/testing/stack.h"

namespace motcua::testing {
namespace {

class SqitchPlanTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(project_); }
  void TearDown() override { std::filesystem::remove_all(project_); }
  void Write(const std::string& plan) { std::ofstream(project_ / "sqitch.plan") << plan; }

  const std::filesystem::path project_ =
      std::filesystem::temp_directory_path() / UniqueName("motcua-plan-");
};

TEST_F(SqitchPlanTest, TakesTheChangesInTheOrderOfThePlan) {
  Write(
      "%syntax-version=1.0.0\n%project=intake\n\n"
      "zebra 2026-01-01T00:00:00Z MotCua <motcua@localhost> # first\n"
      "# between\n"
      "@v1 2026-01-01T00:00:00Z MotCua <motcua@localhost> # a tag\n"
      "apple [zebra] 2026-01-02T00:00:00Z MotCua <motcua@localhost> # second\n");
  const std::vector<std::filesystem::path> expected = {project_ / "deploy" / "zebra.sql",
                                                       project_ / "deploy" / "apple.sql"};
  EXPECT_EQ(DeployScripts(project_), expected);
}

TEST_F(SqitchPlanTest, AReworkedChangeIsRefused) {
  Write("zebra 2026-01-01T00:00:00Z a <b> # x\nzebra [zebra@v1] 2026-01-01T00:00:00Z a <b> # y\n");
  EXPECT_EXIT(DeployScripts(project_), ::testing::ExitedWithCode(1), "reworks zebra");
}

TEST_F(SqitchPlanTest, AMissingPlanIsFatal) {
  EXPECT_EXIT(DeployScripts(project_), ::testing::ExitedWithCode(1), "cannot read");
}

}  // namespace
}  // namespace motcua::testing

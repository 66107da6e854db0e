#include "targets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "exit_code.h"

namespace motcua::ctl {
namespace {

using testing::ElementsAre;

const config::Environment kEnvironment = {
    "PATH=/bin", "MOTCUA_CTL_INTAKE_TARGETS=127.0.0.1:1,127.0.0.1:2",
    "MOTCUA_CTL_PROCESSING_TARGETS=processing.local:9000", "MOTCUA_CTL_KAFKA_BROKERS=127.0.0.1:9"};

TEST(TargetsTest, ComeFromTheEnvironmentAndTheFlagsWin) {
  const auto targets = ResolveTargets({.processing = {"127.0.0.1:7"}}, kEnvironment);
  ASSERT_TRUE(targets.ok()) << targets.status();
  EXPECT_THAT(*targets->Of(Program::kIntake), ElementsAre("127.0.0.1:1", "127.0.0.1:2"));
  EXPECT_THAT(*targets->Of(Program::kProcessing), ElementsAre("127.0.0.1:7"));
  EXPECT_EQ(targets->kafka_brokers, "127.0.0.1:9");
}

TEST(TargetsTest, AMissingProgramIsUsageThatNamesTheOption) {
  const auto targets = ResolveTargets({}, kEnvironment);
  ASSERT_TRUE(targets.ok());
  const absl::Status missing = targets->Of(Program::kGateway).status();
  EXPECT_EQ(ExitCodeOf(missing), kUsage);
  EXPECT_EQ(Metadata(missing), (ErrorMetadata{{"field", "--gateway"}}));
}

TEST(TargetsTest, RefusesWhatIsNoAddressAndNamesNobodyKnows) {
  EXPECT_EQ(ExitCodeOf(ResolveTargets({.intake = {"127.0.0.1"}}, {}).status()), kUsage);
  EXPECT_EQ(ExitCodeOf(ResolveTargets({}, {"MOTCUA_CTL_INTAKE_TARGETS=a:1,b:2"}).status()), kUsage);
  EXPECT_EQ(ExitCodeOf(ResolveTargets({}, {"MOTCUA_CTL_INTAKE=127.0.0.1:1"}).status()), kUsage);
}

TEST(TargetsTest, AllButTheGatewayKeepState) {
  EXPECT_EQ(*StatefulProgram("intake"), Program::kIntake);
  EXPECT_EQ(*StatefulProgram("processing"), Program::kProcessing);
  EXPECT_EQ(*StatefulProgram("reporting"), Program::kReporting);
  EXPECT_EQ(ExitCodeOf(StatefulProgram("gateway").status()), kUsage);
}

}  // namespace
}  // namespace motcua::ctl

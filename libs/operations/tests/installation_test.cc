#include "motcua/operations/installation.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "served.h"

namespace motcua::operations {
namespace {

TEST(OpenInstallation, ARealOneHasTheMachinesClock) {
  Backend backend;
  const auto opened = OpenInstallation(*backend.pool, CallContext(), "H19", false);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->installation.province, "H19");
  EXPECT_EQ(opened->settable, nullptr);
  const Instant before = SystemClock().Now();
  EXPECT_GE(opened->clock->Now(), before);
}

TEST(OpenInstallation, ASimulatedOneStandsStillAndIsSettable) {
  Backend backend;
  const auto opened = OpenInstallation(*backend.pool, CallContext(), "H19", true);
  ASSERT_TRUE(opened.ok()) << opened.status();
  ASSERT_NE(opened->settable, nullptr);
  EXPECT_EQ(opened->settable, opened->clock.get());
  EXPECT_EQ(opened->clock->Now(), opened->clock->Now());
}

TEST(OpenInstallation, ASimulatedOneGoesOnWhereTheRowStands) {
  Backend backend;
  ASSERT_TRUE(OpenInstallation(*backend.pool, CallContext(), "H19", true).ok());
  backend.Sql("UPDATE installation SET simulated_now = '2025-03-12T02:15:00.123456Z'");
  const auto opened = OpenInstallation(*backend.pool, CallContext(), "H19", true);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->clock->Now(), Instant(std::chrono::microseconds(1'741'745'700'123'456)));
}

TEST(OpenInstallation, ADatabaseOfAnotherKindIsRefused) {
  Backend backend;
  ASSERT_TRUE(OpenInstallation(*backend.pool, CallContext(), "H19", false).ok());
  EXPECT_EQ(Reason(OpenInstallation(*backend.pool, CallContext(), "H19", true).status()),
            "INSTALLATION_DIFFERS");
  EXPECT_EQ(Reason(OpenInstallation(*backend.pool, CallContext(), "H12", false).status()),
            "INSTALLATION_DIFFERS");
}

}  // namespace
}  // namespace motcua::operations

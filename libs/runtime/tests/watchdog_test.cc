#include "motcua/runtime/watchdog.h"

#include <atomic>

#include <gtest/gtest.h>

#include "motcua/log/capture.h"

namespace motcua::runtime {
namespace {

using std::chrono::seconds;
using Steady = std::chrono::steady_clock;

class WatchdogTest : public testing::Test {
 protected:
  std::atomic<Steady::time_point> now_{Steady::time_point{}};
  Shutdown shutdown_;
  log::Capture captured_;
  Watchdog watchdog_{shutdown_, captured_.logger(), seconds(60), [this] { return now_.load(); }};
};

TEST_F(WatchdogTest, WorkThatTakesTooLongEndsTheProgramAndIsNamed) {
  const Watchdog::Guard guard = watchdog_.Watch("consume motcua.intake.dossier.v1");
  now_ = Steady::time_point(seconds(60));
  watchdog_.Check();
  EXPECT_FALSE(shutdown_.requested());
  now_ = Steady::time_point(seconds(61));
  watchdog_.Check();
  EXPECT_EQ(shutdown_.Wait(), StopReason::kFatal);
  EXPECT_NE(shutdown_.reason().find("consume motcua.intake.dossier.v1"), std::string::npos);
  watchdog_.Check();
  EXPECT_EQ(captured_.Count("watchdog ran out"), 1);
}

TEST_F(WatchdogTest, FinishedWorkIsForgotten) {
  {
    Watchdog::Guard first = watchdog_.Watch("a");
    const Watchdog::Guard moved = std::move(first);
  }
  now_ = Steady::time_point(seconds(1000));
  watchdog_.Check();
  EXPECT_FALSE(shutdown_.requested());
}

TEST_F(WatchdogTest, AMovedGuardStillWatches) {
  Watchdog::Guard first = watchdog_.Watch("a");
  const Watchdog::Guard moved = std::move(first);
  now_ = Steady::time_point(seconds(61));
  watchdog_.Check();
  EXPECT_TRUE(shutdown_.requested());
}

TEST_F(WatchdogTest, ItLooksByItself) {
  const Watchdog::Guard guard = watchdog_.Watch("a");
  now_ = Steady::time_point(seconds(61));
  EXPECT_EQ(shutdown_.Wait(), StopReason::kFatal);  // within a second, without our calling Check
}

}  // namespace
}  // namespace motcua::runtime

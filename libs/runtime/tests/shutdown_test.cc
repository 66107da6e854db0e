#include "motcua/runtime/shutdown.h"

#include <csignal>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "event.h"

namespace motcua::runtime {
namespace {

class ShutdownTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { BlockShutdownSignals(); }
};

TEST_F(ShutdownTest, ASignalStops) {
  for (const int signal : {SIGTERM, SIGINT}) {
    Shutdown shutdown;
    ASSERT_EQ(::kill(::getpid(), signal), 0);
    EXPECT_EQ(shutdown.Wait(), StopReason::kSignal);
    EXPECT_FALSE(shutdown.requested());
  }
}

TEST_F(ShutdownTest, ASignalDuringTheWaitStops) {
  Shutdown shutdown;
  Event done;
  StopReason reason = StopReason::kFatal;
  std::thread waiter([&] {
    reason = shutdown.Wait();
    done.Signal();
  });
  ASSERT_EQ(::kill(::getpid(), SIGTERM), 0);
  EXPECT_TRUE(done.WaitFor());
  waiter.join();
  EXPECT_EQ(reason, StopReason::kSignal);
}

TEST_F(ShutdownTest, TheFirstFatalReasonIsKept) {
  Shutdown shutdown;
  std::thread part([&] {
    shutdown.Request("the schema is foreign");
    shutdown.Request("and another thing");
  });
  EXPECT_EQ(shutdown.Wait(), StopReason::kFatal);
  part.join();
  EXPECT_TRUE(shutdown.requested());
  EXPECT_EQ(shutdown.reason(), "the schema is foreign");
}

TEST_F(ShutdownTest, AFatalPartWinsOverASignal) {
  Shutdown shutdown;
  ASSERT_EQ(::kill(::getpid(), SIGTERM), 0);
  shutdown.Request("x");
  EXPECT_EQ(shutdown.Wait(), StopReason::kFatal);
  EXPECT_EQ(Shutdown().Wait(), StopReason::kSignal);  // the signal is still there: take it away
}

TEST_F(ShutdownTest, APeerThatHangsUpIsAnErrorValue) {
  int ends[2] = {-1, -1};
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  EXPECT_EQ(::write(ends[1], "x", 1), -1);  // SIGPIPE would end the test program
  ::close(ends[1]);
}

}  // namespace
}  // namespace motcua::runtime

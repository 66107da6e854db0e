#include "motcua/runtime/executor.h"

#include <atomic>
#include <memory>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "event.h"

namespace motcua::runtime {
namespace {

using testing::HasSubstr;
using Steady = std::chrono::steady_clock;

Steady::time_point Soon() {
  return Steady::now() + std::chrono::seconds(20);
}

class ExecutorTest : public testing::Test {
 protected:
  /// One thread, held until the event.
  std::unique_ptr<Executor> Held(std::size_t capacity) {
    auto executor = std::make_unique<Executor>(
        ExecutorOptions{.name = "rpc", .threads = 1, .queue_capacity = capacity}, registry_);
    EXPECT_TRUE(executor->TrySubmit([this] {
      held_.Signal();
      EXPECT_TRUE(release_.WaitFor());
    }));
    EXPECT_TRUE(held_.WaitFor());
    return executor;
  }

  metrics::Registry registry_;
  Event held_;
  Event release_;
};

TEST_F(ExecutorTest, RunsTasksInOrder) {
  const auto executor = Held(10);
  std::vector<int> order;
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(executor->TrySubmit([&order, i] { order.push_back(i); }));
  }
  release_.Signal();
  EXPECT_TRUE(executor->Stop(Soon()).ok());
  EXPECT_THAT(order, testing::ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
}

TEST_F(ExecutorTest, AFullQueueRefusesAndSaysSo) {
  const auto executor = Held(2);
  EXPECT_TRUE(executor->TrySubmit([] {}));
  EXPECT_TRUE(executor->TrySubmit([] {}));
  EXPECT_FALSE(executor->TrySubmit([] { ADD_FAILURE() << "was refused"; }));
  EXPECT_EQ(executor->queue_depth(), 2U);
  EXPECT_THAT(registry_.Render(), HasSubstr("motcua_executor_queue_tasks{executor=\"rpc\"} 2\n"));
  EXPECT_THAT(registry_.Render(),
              HasSubstr("motcua_executor_rejected_total{executor=\"rpc\"} 1\n"));
  release_.Signal();
  EXPECT_TRUE(executor->Stop(Soon()).ok());
}

TEST_F(ExecutorTest, AllThreadsWorkAtOnce) {
  Event arrived;
  Executor executor({.name = "rpc", .threads = 3}, registry_);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(executor.TrySubmit([&] {
      arrived.Signal();
      EXPECT_TRUE(arrived.WaitFor(3));  // only if the other two run meanwhile
    }));
  }
  EXPECT_TRUE(arrived.WaitFor(3));
}

TEST_F(ExecutorTest, StopFinishesWhatIsQueuedAndTakesNoMore) {
  const auto executor = Held(10);
  std::atomic<int> done = 0;
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(executor->TrySubmit([&] { ++done; }));
  }
  release_.Signal();
  EXPECT_TRUE(executor->Stop(Soon()).ok());
  EXPECT_EQ(done, 5);
  EXPECT_FALSE(executor->TrySubmit([] {}));
  EXPECT_TRUE(executor->Stop(Soon()).ok());
}

TEST_F(ExecutorTest, PastTheDeadlineWaitingTasksAreDropped) {
  const auto executor = Held(10);
  const auto captured = std::make_shared<int>(0);
  EXPECT_TRUE(executor->TrySubmit([captured] { ADD_FAILURE() << "was dropped"; }));
  const absl::Status stopped = executor->Stop(Steady::now());
  EXPECT_EQ(Reason(stopped), "EXECUTOR_NOT_DRAINED");
  EXPECT_EQ(captured.use_count(), 1);
  release_.Signal();
  EXPECT_TRUE(executor->Stop(Soon()).ok());
}

TEST_F(ExecutorTest, ATaskThatStillRunsIsNotDrained) {
  const auto executor = Held(10);
  EXPECT_EQ(Reason(executor->Stop(Steady::now())), "EXECUTOR_NOT_DRAINED");
  release_.Signal();
  EXPECT_TRUE(executor->Stop(Soon()).ok());
}

TEST_F(ExecutorTest, TheDestructorFinishesWhatIsQueued) {
  std::atomic<int> done = 0;
  {
    const auto executor = Held(10);
    EXPECT_TRUE(executor->TrySubmit([&] { ++done; }));
    release_.Signal();
  }
  EXPECT_EQ(done, 1);
  EXPECT_THAT(registry_.Render(), testing::Not(HasSubstr("motcua_executor_queue_tasks{")));
}

TEST_F(ExecutorTest, TakesTasksThatOnlyMove) {
  Event done;
  Executor executor({.name = "rpc", .threads = 1}, registry_);
  EXPECT_TRUE(executor.TrySubmit([&done, owned = std::make_unique<int>(7)] {
    EXPECT_EQ(*owned, 7);
    done.Signal();
  }));
  EXPECT_TRUE(done.WaitFor());
}

}  // namespace
}  // namespace motcua::runtime

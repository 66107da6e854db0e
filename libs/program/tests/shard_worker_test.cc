#include "motcua/program/shard_worker.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/db/pool.h"
#include "motcua/log/capture.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/temp_database.h"

namespace motcua::program {
namespace {

using namespace std::chrono_literals;
using motcua::testing::Eventually;
using motcua::testing::Throughout;

class ShardWorkerTest : public ::testing::Test {
 protected:
  std::unique_ptr<ShardWorker> Start(const ShardWork& work, int shard = 0) {
    return std::make_unique<ShardWorker>(ShardWorker::Parts{.connection = {.dsn = database_.dsn()},
                                                            .logger = logs_.logger(),
                                                            .held = held_,
                                                            .progress = progress_,
                                                            .set_aside = set_aside_},
                                         work, shard);
  }
  /// Ends every session that holds a shard, as a restart of the server would.
  void KillSessions() {
    auto connection = db::Connection::Open({.dsn = database_.dsn()});
    ASSERT_TRUE((*connection)
                    ->Script("SELECT pg_terminate_backend(pid) FROM pg_locks"
                             " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
                             " AND database = (SELECT oid FROM pg_database"
                             "   WHERE datname = current_database())")
                    .ok());
  }

  motcua::testing::TempDatabase database_ =
      motcua::testing::TempDatabase::Create({"libs/db/db/shard_leases.sql"});
  log::Capture logs_;
  SettableClock clock_{Instant()};
  operations::SetAside set_aside_{clock_, nullptr};
  metrics::Registry registry_;
  metrics::Gauge& held_ = registry_.AddGauge("motcua_test_held_state", "").With();
  metrics::Gauge& progress_ = registry_.AddGauge("motcua_test_progress_seconds", "").With();
};

TEST_F(ShardWorkerTest, OneReplicaWorksAndTheOtherTakesOver) {
  std::atomic<int> first_rounds = 0;
  std::atomic<int> second_rounds = 0;
  const auto work = [](std::atomic<int>& rounds) {
    return ShardWork{.purpose = "test",
                     .interval = 10ms,
                     .has_work = nullptr,
                     .round = [&rounds](HeldShard& held) -> absl::StatusOr<bool> {
                       EXPECT_TRUE(held.Check().ok());
                       ++rounds;
                       return false;
                     }};
  };
  const ShardWork first_work = work(first_rounds);
  const ShardWork second_work = work(second_rounds);
  auto first = Start(first_work);
  ASSERT_TRUE(Eventually([&] { return first_rounds >= 3; }));
  const auto second = Start(second_work);
  EXPECT_TRUE(Throughout(300ms, [&] { return second_rounds == 0; }));
  first->Stop();
  EXPECT_TRUE(Eventually([&] { return second_rounds >= 1; }));
  const int after = first_rounds;
  EXPECT_TRUE(Throughout(100ms, [&] { return first_rounds == after; }));
}

TEST_F(ShardWorkerTest, GoesOnAtOnceWhileMoreWaits) {
  std::atomic<int> left = 500;
  const ShardWork work{.purpose = "test",
                       .interval = 1h,
                       .has_work = nullptr,
                       .round = [&](HeldShard&) -> absl::StatusOr<bool> { return --left > 0; }};
  const auto worker = Start(work);
  EXPECT_TRUE(Eventually([&] { return left == 0; }));
  left = 3;
  worker->Notify();
  EXPECT_TRUE(Eventually([&] { return left == 0; }));
}

TEST_F(ShardWorkerTest, WhatIsAwayIsTriedAgainSoonAndWhatIsBrokenLater) {
  for (const bool away : {true, false}) {
    std::atomic<int> rounds = 0;
    std::atomic<std::int64_t> token = 0;
    const ShardWork work{.purpose = away ? "away" : "broken",
                         .interval = 1ms,
                         .has_work = nullptr,
                         .round = [&](HeldShard& held) -> absl::StatusOr<bool> {
                           ++rounds;
                           token = held.lock().token();
                           return Error(
                               away ? absl::StatusCode::kUnavailable : absl::StatusCode::kInternal,
                               "TEST", "a test says no");
                         }};
    const auto worker = Start(work);
    ASSERT_TRUE(Eventually([&] { return rounds >= 1; }));
    if (away) {
      EXPECT_TRUE(Eventually([&] { return rounds >= 3; }));
    } else {
      EXPECT_TRUE(Throughout(500ms, [&] { return rounds == 1; }));
    }
    EXPECT_LT(rounds, 20);
    EXPECT_EQ(token, 1) << "an error of the work costs no lock";
  }
}

TEST_F(ShardWorkerTest, WhoHasLostTheSessionAsksBeforeAnEffectAndHasNone) {
  std::atomic<int> refused = 0;
  std::atomic<int> effects = 0;
  std::atomic<bool> killed = false;
  std::atomic<std::int64_t> token = 0;
  const ShardWork work{.purpose = "test",
                       .interval = 10ms,
                       .has_work = nullptr,
                       .round = [&](HeldShard& held) -> absl::StatusOr<bool> {
                         token = held.lock().token();
                         if (!killed.exchange(true)) {
                           KillSessions();
                         }
                         const absl::Status ours = held.Check();
                         if (!ours.ok()) {
                           ++refused;
                           return ours;
                         }
                         ++effects;
                         return false;
                       }};
  const auto worker = Start(work);
  EXPECT_TRUE(Eventually([&] { return effects >= 1; }));
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(token, 2) << "the effect belongs to a new holding";
}

TEST_F(ShardWorkerTest, WithoutWorkItHoldsNothing) {
  std::atomic<bool> work_waits = true;
  std::atomic<int> rounds = 0;
  const ShardWork work{.purpose = "test",
                       .interval = 10ms,
                       .has_work = [&]() -> absl::StatusOr<bool> { return work_waits.load(); },
                       .round = [&](HeldShard&) -> absl::StatusOr<bool> {
                         ++rounds;
                         return false;
                       }};
  const auto worker = Start(work);
  ASSERT_TRUE(Eventually([&] { return rounds >= 1; }));
  work_waits = false;
  EXPECT_TRUE(Eventually([&] {
    const auto lock = db::ShardLock::TryAcquire({.dsn = database_.dsn()}, "test", 0);
    return lock.ok() && *lock != nullptr;
  }));
}

TEST_F(ShardWorkerTest, AStopEndsTheRoundAndItsWaits) {
  std::atomic<bool> began = false;
  const ShardWork work{.purpose = "test",
                       .interval = 10ms,
                       .has_work = nullptr,
                       .round = [&](HeldShard& held) -> absl::StatusOr<bool> {
                         began = true;
                         while (runtime::SleepUnlessStopped(1h, held.stop())) {
                         }
                         EXPECT_TRUE(held.ShouldEnd());
                         return true;
                       }};
  const auto worker = Start(work);
  ASSERT_TRUE(Eventually([&] { return began.load(); }));
  worker->Stop();
}

TEST_F(ShardWorkerTest, WhatIsSetAsideLeavesWithItsCauseOrWithTheShard) {
  const std::string item = "01924f1c-0000-7000-8000-000000000001";
  std::atomic<bool> fails = true;
  const ShardWork work{.purpose = "test",
                       .interval = 10ms,
                       .has_work = nullptr,
                       .round = [&](HeldShard& held) -> absl::StatusOr<bool> {
                         if (held.set_aside().Ids().size() == 0 && fails) {
                           return held.set_aside().Put(item, absl::InternalError("no")).ok();
                         }
                         return false;  // nothing is due, or it has gone some other way
                       }};
  const auto worker = Start(work);
  ASSERT_TRUE(Eventually([&] { return set_aside_.size() == 1; }));
  EXPECT_TRUE(Throughout(100ms, [&] { return set_aside_.size() == 1; }));
  fails = false;
  EXPECT_TRUE(Throughout(100ms, [&] { return set_aside_.size() == 1; })) << "not looked for yet";
  set_aside_.Retry(item);
  EXPECT_TRUE(Eventually([&] { return set_aside_.size() == 0; }));

  fails = true;
  ASSERT_TRUE(Eventually([&] { return set_aside_.size() == 1; }));
  worker->Stop();
  EXPECT_EQ(set_aside_.size(), 0U);
}

}  // namespace
}  // namespace motcua::program

#include "motcua/db/shard_lock.h"

#include <atomic>
#include <thread>

#include "motcua/db/transaction.h"

#include "database_fixture.h"

namespace motcua::db {
namespace {

class ShardLockTest : public DatabaseTest {
 protected:
  std::unique_ptr<ShardLock> Try(const std::string& purpose, int shard) {
    auto lock = ShardLock::TryAcquire(options(), purpose, shard);
    EXPECT_TRUE(lock.ok()) << lock.status();
    return std::move(lock).value();
  }
  std::unique_ptr<ShardLock> TakeOver(const std::string& purpose, int shard) {
    std::unique_ptr<ShardLock> lock;
    EXPECT_TRUE(testing::Eventually([&] { return (lock = Try(purpose, shard)) != nullptr; }));
    return lock;
  }
};

Query InsertNote() {
  return {{"insert_note", "INSERT INTO notes VALUES (1, 'x')"}, {}};
}

TEST_F(ShardLockTest, OneHolderPerPurposeAndShard) {
  const auto held = Try("outbox", 2);
  ASSERT_NE(held, nullptr);
  EXPECT_EQ(Try("outbox", 2), nullptr);
  EXPECT_NE(Try("outbox", 1), nullptr);
  EXPECT_NE(Try("deadlines", 2), nullptr);
  EXPECT_TRUE(held->StillHeld().ok());
}

TEST_F(ShardLockTest, ProgramsOfAllVersionsAskForTheSameLock) {
  const auto held = Try("outbox", 2);
  EXPECT_EQ(Ask("SELECT classid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objid = 2"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"),
            1683552576);
}

TEST_F(ShardLockTest, DestructionGivesTheShardAwayAndTokensRise) {
  auto first = Try("outbox", 0);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->token(), 1);
  first.reset();
  const auto second = TakeOver("outbox", 0);
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(second->token(), 2);
}

TEST_F(ShardLockTest, AnOpenConnectionTriesAgainUntilItWins) {
  auto held = Try("outbox", 0);
  std::unique_ptr<Connection> connection = Connect();
  const Connection* const waiting = connection.get();
  EXPECT_EQ(ShardLock::TryAcquire(connection, "outbox", 0).value(), nullptr);
  ASSERT_EQ(connection.get(), waiting) << "left with the caller";
  held.reset();
  std::unique_ptr<ShardLock> won;
  EXPECT_TRUE(testing::Eventually([&] {
    won = ShardLock::TryAcquire(connection, "outbox", 0).value();
    return won != nullptr;
  }));
  EXPECT_EQ(connection, nullptr);
}

TEST_F(ShardLockTest, AKilledSessionLosesTheShardAndItsWritesAreRefused) {
  const auto old_holder = Try("outbox", 0);
  const auto worker = Connect();  // the old holder's other connection, which lives on
  ASSERT_NE(old_holder, nullptr);
  {
    Transaction allowed(*worker);
    allowed.Write(old_holder->CheckFence());
    allowed.Write(InsertNote());
    EXPECT_TRUE(allowed.Commit().ok());
  }
  Ask("SELECT count(pg_terminate_backend(pid)) FROM pg_locks"
      " WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database"
      " WHERE datname = current_database())");
  const auto new_holder = TakeOver("outbox", 0);
  ASSERT_NE(new_holder, nullptr);
  EXPECT_EQ(old_holder->StillHeld().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(new_holder->StillHeld().ok());

  Transaction refused(*worker);
  refused.Write(old_holder->CheckFence());
  refused.Write({{"", "DELETE FROM notes"}, {}});
  const absl::Status status = refused.Commit();
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Reason(status), "FENCED");
  EXPECT_EQ(Ask("SELECT count(*) FROM notes"), 1);
}

TEST_F(ShardLockTest, TheNextHolderWaitsForAFencedTransaction) {
  auto old_holder = Try("outbox", 0);
  const auto worker = Connect();
  Transaction working(*worker);
  ASSERT_TRUE(working.Read(old_holder->CheckFence()).ok());
  old_holder.reset();

  std::atomic<bool> taken{false};
  std::thread next([&] {
    EXPECT_NE(TakeOver("outbox", 0), nullptr);
    taken = true;
  });
  EXPECT_TRUE(testing::Eventually([&] {
    return Ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
               " AND datname = current_database()") == 1;
  })) << "the next holder has the lock and waits for its token";
  EXPECT_FALSE(taken);
  working.Write(InsertNote());
  EXPECT_TRUE(working.Commit().ok()) << "no later holder exists yet";
  next.join();
}

TEST_F(ShardLockTest, ASilentHolderIsCutOff) {
  const auto held = Try("outbox", 0);
  const auto limit =
      held->connection().Execute({{"", "SELECT current_setting('idle_session_timeout')"}, {}});
  ASSERT_TRUE(limit.ok()) << limit.status();
  EXPECT_EQ(limit->OnlyText(), "30s");
}

}  // namespace
}  // namespace motcua::db

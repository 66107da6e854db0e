#include "motcua/db/pool.h"

#include <atomic>
#include <optional>
#include <thread>

#include "database_fixture.h"

namespace motcua::db {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class PoolTest : public DatabaseTest {
 protected:
  std::unique_ptr<Pool> MakePool(int size) {
    auto pool = Pool::Create(
        {.connection = options(), .size = size, .acquire_timeout = milliseconds(50), .on_run = {}});
    EXPECT_TRUE(pool.ok()) << pool.status();
    return std::move(pool).value();
  }
};

Query InsertNote(int id) {
  return {{"insert_note", "INSERT INTO notes (id, text) VALUES ($1, 'x')"}, Params().Int(id)};
}

TEST_F(PoolTest, IsBoundedAndSaysBusyAtTheDeadline) {
  const auto pool = MakePool(2);
  std::optional<Pool::Lease> one(pool->Acquire({}).value());
  const Pool::Lease two = pool->Acquire({}).value();
  EXPECT_EQ(pool->usage().in_use, 2);

  const auto start = steady_clock::now();
  CallContext call;
  call.deadline = start + milliseconds(80);
  const auto third = pool->Acquire(call);
  EXPECT_EQ(third.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Reason(third.status()), "POOL_BUSY");
  EXPECT_GE(steady_clock::now() - start, milliseconds(80));
  EXPECT_EQ(Reason(pool->Acquire({}).status()), "POOL_BUSY") << "without a deadline of its own";

  one.reset();
  EXPECT_TRUE(pool->Acquire({}).ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"), 3);
}

TEST_F(PoolTest, AWaiterGetsWhatIsGivenBack) {
  const auto pool = MakePool(1);
  std::optional<Pool::Lease> lease(pool->Acquire({}).value());
  std::thread waiter([&] {
    CallContext call;
    call.deadline = steady_clock::now() + std::chrono::seconds(10);
    EXPECT_TRUE(pool->Acquire(call).ok());
  });
  EXPECT_TRUE(testing::Eventually([&] { return pool->usage().waiting == 1; }));
  lease.reset();
  waiter.join();
  EXPECT_EQ(pool->usage().in_use, 0);
}

TEST_F(PoolTest, ReplacesDeadConnections) {
  const auto pool = MakePool(2);
  {
    const Pool::Lease idle = pool->Acquire({}).value();
    const Pool::Lease busy = pool->Acquire({}).value();
    KillOthers();
    EXPECT_EQ(busy->Execute({{"", "SELECT 1"}, {}}).status().code(),
              absl::StatusCode::kUnavailable);
  }
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(pool->Run({}, "insert",
                          [&](Transaction& transaction) {
                            transaction.Write(InsertNote(i));
                            return absl::OkStatus();
                          })
                    .ok());
  }
}

TEST_F(PoolTest, ALeaseLeftInsideATransactionIsNotReused) {
  const auto pool = MakePool(1);
  {
    const Pool::Lease lease = pool->Acquire({}).value();
    ASSERT_TRUE(lease->ExecuteAll({{{"", "BEGIN"}, {}}, InsertNote(1)}).ok());
  }
  EXPECT_EQ(pool->usage().idle, 0);
  const Pool::Lease lease = pool->Acquire({}).value();
  EXPECT_FALSE(lease->in_transaction());
  EXPECT_TRUE(testing::Eventually([&] { return Ask("SELECT count(*) FROM notes") == 0; }));
}

TEST_F(PoolTest, RunCommitsOnOkAndRollsBackOnError) {
  const auto pool = MakePool(1);
  ASSERT_TRUE(pool->Run({}, "good",
                        [](Transaction& transaction) {
                          transaction.Write(InsertNote(1));
                          return absl::OkStatus();
                        })
                  .ok());
  int runs = 0;
  const absl::Status refused = pool->Run({}, "bad", [&](Transaction& transaction) {
    ++runs;
    transaction.Write(InsertNote(2));
    return Error(absl::StatusCode::kAborted, "REVISION_MISMATCH", "somebody changed it");
  });
  EXPECT_EQ(Reason(refused), "REVISION_MISMATCH");
  EXPECT_EQ(runs, 1) << "a business answer is not a lost race";
  EXPECT_EQ(Ask("SELECT count(*) FROM notes"), 1);
}

TEST_F(PoolTest, AnIdempotencyRaceIsRunAgainAndFindsTheWinner) {
  ASSERT_TRUE(bystander_
                  ->Script("CREATE TABLE keys (key text NOT NULL, answer text NOT NULL,"
                           " CONSTRAINT keys_idempotency_key UNIQUE (key))")
                  .ok());
  const auto pool = MakePool(2);
  std::atomic<int> looked{0};
  const auto command = [&](std::string* answer) {
    return pool->Run({}, "command", [&, answer](Transaction& transaction) -> absl::Status {
      auto found = transaction.Read({{"find_key", "SELECT answer FROM keys WHERE key = 'k'"}, {}});
      if (!found.ok()) {
        return found.status();
      }
      ++looked;
      if (!found->empty()) {
        *answer = found->OnlyText();
        return absl::OkStatus();
      }
      // Both have read nothing before either writes.
      EXPECT_TRUE(testing::Eventually([&] { return looked >= 2; }));
      transaction.Write(
          {{"insert_key", "INSERT INTO keys VALUES ('k', pg_backend_pid()::text) "}, {}});
      return absl::OkStatus();
    });
  };
  std::string one;
  std::string other;
  std::thread thread([&] { EXPECT_TRUE(command(&one).ok()); });
  EXPECT_TRUE(command(&other).ok());
  thread.join();
  EXPECT_EQ(looked, 3) << "the loser looks twice";
  EXPECT_TRUE(one.empty() != other.empty()) << "one wrote, one found it";
}

TEST_F(PoolTest, ADeadlockIsRunAgain) {
  ASSERT_TRUE(bystander_->Script("INSERT INTO notes VALUES (1, ''), (2, '')").ok());
  const auto pool = MakePool(2);
  std::atomic<int> holding{0};
  const auto lock = [](int id) {
    return Query{{"lock_note", "SELECT 1 FROM notes WHERE id = $1 FOR UPDATE"}, Params().Int(id)};
  };
  const auto crossing = [&](int first, int second) {
    return pool->Run({}, "crossing", [&](Transaction& transaction) -> absl::Status {
      absl::Status status = transaction.Read(lock(first)).status();
      ++holding;
      if (status.ok()) {
        EXPECT_TRUE(testing::Eventually([&] { return holding >= 2; }));
        status = transaction.Read(lock(second)).status();
      }
      return status;
    });
  };
  std::thread thread([&] { EXPECT_TRUE(crossing(1, 2).ok()); });
  EXPECT_TRUE(crossing(2, 1).ok());
  thread.join();
  EXPECT_EQ(holding, 3) << "exactly one was sent back";
}

TEST_F(PoolTest, GivesUpAfterThreeRestarts) {
  const auto pool = MakePool(1);
  int runs = 0;
  const absl::Status status = pool->Run({}, "unlucky", [&](Transaction&) {
    ++runs;
    return Error(absl::StatusCode::kAborted, "RACE_LOST", "again");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Reason(status), "CONTENTION");
  EXPECT_EQ(runs, 4);
}

TEST_F(PoolTest, AnOtherUniqueViolationIsAnAnswer) {
  const auto pool = MakePool(1);
  int runs = 0;
  const absl::Status status = pool->Run({}, "twice", [&](Transaction& transaction) {
    ++runs;
    transaction.Write(InsertNote(1));
    transaction.Write(InsertNote(1));
    return absl::OkStatus();
  });
  EXPECT_EQ(Reason(status), "UNIQUE_VIOLATION");
  EXPECT_EQ(runs, 1);
}

TEST_F(PoolTest, WorkPastItsDeadlineIsNotStarted) {
  const auto pool = MakePool(1);
  CallContext call;
  call.deadline = steady_clock::now() - milliseconds(1);
  bool ran = false;
  const absl::Status status = pool->Run(call, "late", [&](Transaction&) {
    ran = true;
    return absl::OkStatus();
  });
  EXPECT_EQ(Reason(status), "DEADLINE_PASSED");
  EXPECT_FALSE(ran);
}

TEST_F(PoolTest, TellsEveryRun) {
  std::vector<std::string> told;
  const auto pool =
      Pool::Create({.connection = options(),
                    .size = 1,
                    .acquire_timeout = milliseconds(50),
                    .on_run =
                        [&](std::string_view name, std::chrono::nanoseconds took,
                            const absl::Status& status) {
                          EXPECT_GT(took.count(), 0);
                          told.push_back(std::string(name) + (status.ok() ? " ok" : " failed"));
                        }})
          .value();
  ASSERT_TRUE(pool->Run({}, "first", [](Transaction&) { return absl::OkStatus(); }).ok());
  ASSERT_FALSE(pool->Run({}, "second",
                         [](Transaction& transaction) {
                           return transaction.Read({{"", "SELECT 1/0"}, {}}).status();
                         })
                   .ok());
  EXPECT_EQ(told, (std::vector<std::string>{"first ok", "second failed"}));
}

TEST(PoolCreate, AWrongAddressFailsTheStart) {
  Connection::Options options;
  options.dsn = "host=127.0.0.1 port=1 user=nobody dbname=none";
  const auto pool = Pool::Create({.connection = options, .on_run = {}});
  EXPECT_EQ(Reason(pool.status()), "DATABASE_DOWN");
}

}  // namespace
}  // namespace motcua::db

#include "motcua/db/transaction.h"

#include "database_fixture.h"

namespace motcua::db {
namespace {

using TransactionTest = DatabaseTest;

constexpr Statement kFindNote{"find_note", "SELECT text FROM notes WHERE id = $1 FOR UPDATE"};
constexpr Statement kInsertNote{"insert_note", "INSERT INTO notes (id, text) VALUES ($1, $2)"};

Query FindNote(int id) {
  return {kFindNote, Params().Int(id)};
}
Query InsertNote(int id) {
  return {kInsertNote, Params().Int(id).Text("x")};
}

TEST_F(TransactionTest, ACommandIsTwoRoundTrips) {
  const auto connection = Connect();
  Transaction transaction(*connection);
  ASSERT_TRUE(transaction.Read(FindNote(1)).ok());
  EXPECT_EQ(connection->round_trips(), 1);
  for (int i = 0; i < 4; ++i) {
    transaction.Write(InsertNote(i));
  }
  ASSERT_TRUE(transaction.Commit().ok());
  EXPECT_EQ(connection->round_trips(), 2);
  EXPECT_EQ(Ask("SELECT count(*) FROM notes"), 4);
  EXPECT_FALSE(connection->in_transaction());
}

TEST_F(TransactionTest, WritesAloneAreOneRoundTripAndNothingIsNone) {
  const auto connection = Connect();
  {
    Transaction transaction(*connection);
    transaction.Write(InsertNote(1));
    ASSERT_TRUE(transaction.Commit().ok());
  }
  EXPECT_EQ(connection->round_trips(), 1);
  {
    Transaction transaction(*connection);
    ASSERT_TRUE(transaction.Commit().ok());
  }
  { const Transaction abandoned(*connection); }
  EXPECT_EQ(connection->round_trips(), 1);
}

TEST_F(TransactionTest, AReadSeesTheWritesQueuedBefore) {
  const auto connection = Connect();
  Transaction transaction(*connection);
  transaction.Write(InsertNote(1));
  const auto both = transaction.ReadAll({FindNote(1), FindNote(2)});
  ASSERT_TRUE(both.ok()) << both.status();
  ASSERT_EQ(both->size(), 2u);
  EXPECT_EQ((*both)[0].size(), 1u);
  EXPECT_TRUE((*both)[1].empty());
  EXPECT_EQ(connection->round_trips(), 1);
  EXPECT_EQ(Ask("SELECT count(*) FROM notes"), 0) << "not committed yet";
}

TEST_F(TransactionTest, DestructionRollsBack) {
  const auto connection = Connect();
  {
    Transaction transaction(*connection);
    transaction.Write(InsertNote(1));
    ASSERT_TRUE(transaction.Read(FindNote(1)).ok());
  }
  EXPECT_FALSE(connection->in_transaction());
  EXPECT_EQ(Ask("SELECT count(*) FROM notes"), 0);
}

TEST_F(TransactionTest, AFailedWriteUndoesAllAndTheHooksStayQuiet) {
  const auto connection = Connect();
  bool woken = false;
  {
    Transaction transaction(*connection);
    transaction.Write(InsertNote(1));
    transaction.Write(InsertNote(1));
    transaction.AfterCommit([&] { woken = true; });
    EXPECT_EQ(Reason(transaction.Commit()), "UNIQUE_VIOLATION");
  }
  EXPECT_FALSE(woken);
  EXPECT_EQ(Ask("SELECT count(*) FROM notes"), 0);
  EXPECT_FALSE(connection->in_transaction());
}

TEST_F(TransactionTest, CommitAfterAnOverlookedErrorIsThatError) {
  const auto connection = Connect();
  Transaction transaction(*connection);
  transaction.Write(InsertNote(1));
  EXPECT_FALSE(transaction.Read({{"", "SELECT 1/0"}, {}}).ok());
  EXPECT_EQ(Reason(transaction.Read(FindNote(1)).status()), "DATABASE_ERROR");
  EXPECT_EQ(Reason(transaction.Commit()), "DATABASE_ERROR");
  EXPECT_EQ(Ask("SELECT count(*) FROM notes"), 0);
}

TEST_F(TransactionTest, HooksRunInOrderAfterTheCommit) {
  const auto connection = Connect();
  std::vector<std::int64_t> seen;
  Transaction transaction(*connection);
  transaction.Write(InsertNote(1));
  transaction.AfterCommit([&] { seen.push_back(Ask("SELECT count(*) FROM notes")); });
  transaction.AfterCommit([&] { seen.push_back(-2); });
  ASSERT_TRUE(transaction.Commit().ok());
  EXPECT_EQ(seen, (std::vector<std::int64_t>{1, -2}));
  EXPECT_EQ(Reason(transaction.Commit()), "TRANSACTION_ENDED");
}

TEST_F(TransactionTest, ALostConnectionBeforeCommitIsDown) {
  const auto connection = Connect();
  Transaction transaction(*connection);
  ASSERT_TRUE(transaction.Read(FindNote(1)).ok());
  KillOthers();
  ASSERT_TRUE(testing::Eventually([&] { return !connection->alive(); }));
  transaction.Write(InsertNote(1));
  EXPECT_EQ(Reason(transaction.Commit()), "DATABASE_DOWN");
}

TEST_F(TransactionTest, AConnectionLostDuringCommitLeavesItUnknown) {
  const auto connection = Connect();
  Transaction transaction(*connection);
  // The session ends itself between the first write and COMMIT: for the client both look alike.
  transaction.Write(InsertNote(1));
  transaction.Write({{"", "SELECT pg_terminate_backend(pg_backend_pid())"}, {}});
  const absl::Status status = transaction.Commit();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Reason(status), "COMMIT_UNKNOWN");
  EXPECT_EQ(Ask("SELECT count(*) FROM notes"), 0);
}

}  // namespace
}  // namespace motcua::db

#include "motcua/testing/table_snapshot.h"

#include <string>

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include "motcua/testing/temp_database.h"

namespace motcua::testing {
namespace {

class TableSnapshotTest : public ::testing::Test {
 protected:
  TableSnapshotTest() : connection_(PQconnectdb(database_.dsn().c_str())) {
    Run("CREATE TABLE one AS SELECT 1 AS n, 'a' AS word");
    Run("CREATE TABLE \"Other\" (n int)");
  }
  ~TableSnapshotTest() override { PQfinish(connection_); }
  void Run(const std::string& sql) {
    PGresult* const result = PQexec(connection_, sql.c_str());
    EXPECT_EQ(PQresultStatus(result), PGRES_COMMAND_OK) << PQerrorMessage(connection_);
    PQclear(result);
  }
  std::map<std::string, std::string> Snapshot() { return SnapshotTables(database_.dsn()); }

  const TempDatabase database_ = TempDatabase::Create({});
  PGconn* connection_;
};

TEST_F(TableSnapshotTest, IsTheSameWhileNothingIsWritten) {
  const auto before = Snapshot();
  EXPECT_EQ(before.size(), 2U);
  Run("INSERT INTO one VALUES (2, 'b')");
  Run("DELETE FROM one WHERE n = 2");
  EXPECT_EQ(Snapshot(), before) << "the order of rows on disk does not matter";
}

TEST_F(TableSnapshotTest, EveryWriteShowsAtItsTable) {
  auto before = Snapshot();
  for (const char* const sql : {"UPDATE one SET word = 'b'", "INSERT INTO one VALUES (1, 'b')",
                                "INSERT INTO one VALUES (NULL, NULL)", "DELETE FROM one"}) {
    Run(sql);
    const auto after = Snapshot();
    EXPECT_NE(after.at("one"), before.at("one")) << sql;
    EXPECT_EQ(after.at("Other"), before.at("Other")) << sql;
    before = after;
  }
  Run("INSERT INTO \"Other\" VALUES (1)");
  EXPECT_NE(Snapshot().at("Other"), before.at("Other"));
}

TEST(TableSnapshotDeathTest, WithoutADatabaseTheTestEnds) {
  EXPECT_EXIT(SnapshotTables("host=127.0.0.1 port=1"), ::testing::ExitedWithCode(1), "snapshot");
}

}  // namespace
}  // namespace motcua::testing

#include "motcua/testing/temp_database.h"

#include <filesystem>
#include <fstream>
#include <optional>

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include "motcua/testing/stack.h"

namespace motcua::testing {
namespace {

// The first column of the first row; nothing when the connection or the statement fails.
std::optional<std::string> Ask(const std::string& dsn, const std::string& sql) {
  PGconn* conn = PQconnectdb(dsn.c_str());
  PGresult* result = PQexec(conn, sql.c_str());
  std::optional<std::string> answer;
  if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0) {
    answer = PQgetvalue(result, 0, 0);
  }
  PQclear(result);
  PQfinish(conn);
  return answer;
}

class TempDatabaseTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(dir_); }
  void TearDown() override { std::filesystem::remove_all(dir_); }
  std::string Write(const std::string& name, const std::string& text) {
    std::ofstream(dir_ / name) << text;
    return dir_ / name;
  }

  const std::filesystem::path dir_ =
      std::filesystem::temp_directory_path() / UniqueName("motcua-sql-");
};

TEST_F(TempDatabaseTest, AppliesFilesInOrderWithTheirIncludes) {
  Write("inner.sql", "CREATE TABLE inner_table (n int);");
  const std::string first = Write("first.sql", "\\ir inner.sql\n");
  const std::string second = Write("second.sql", "INSERT INTO inner_table VALUES (7);");
  const TempDatabase database = TempDatabase::Create({first, second});
  EXPECT_EQ(Ask(database.dsn(), "SELECT n FROM inner_table"), "7");
}

TEST_F(TempDatabaseTest, IsDroppedAtTheEndThoughASessionIsOpen) {
  std::string dsn;
  PGconn* open = nullptr;
  {
    const TempDatabase database = TempDatabase::Create({});
    dsn = database.dsn();
    open = PQconnectdb(dsn.c_str());
    ASSERT_EQ(PQstatus(open), CONNECTION_OK);
  }
  EXPECT_EQ(Ask(dsn, "SELECT 1"), std::nullopt);
  PQfinish(open);
}

TEST_F(TempDatabaseTest, TwoDoNotMeet) {
  const std::string table = Write("table.sql", "CREATE TABLE t AS SELECT 1 AS n;");
  const TempDatabase one = TempDatabase::Create({table});
  const TempDatabase other = TempDatabase::Create({});
  EXPECT_EQ(Ask(one.dsn(), "SELECT n FROM t"), "1");
  EXPECT_EQ(Ask(other.dsn(), "SELECT n FROM t"), std::nullopt);
}

TEST_F(TempDatabaseTest, AnErrorInTheSqlIsFatalInTheServersWords) {
  const std::string wrong = Write("wrong.sql", "SELECT 1;\nCREATE TABEL t (n int);");
  EXPECT_EXIT(TempDatabase::Create({wrong}), ::testing::ExitedWithCode(1), "wrong.sql:2: ERROR");
}

}  // namespace
}  // namespace motcua::testing

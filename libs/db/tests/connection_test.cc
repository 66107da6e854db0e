#include "motcua/db/connection.h"

#include <chrono>

#include "database_fixture.h"

namespace motcua::db {
namespace {

using ConnectionTest = DatabaseTest;

constexpr Statement kInsertNote{"insert_note", "INSERT INTO notes (id, text) VALUES ($1, $2)"};
constexpr Statement kCountNotes{"count_notes", "SELECT count(*) FROM notes"};

Query InsertNote(int id, std::string_view text) {
  return {kInsertNote, Params().Int(id).Text(text)};
}

TEST_F(ConnectionTest, ValuesSurviveTheRoundTrip) {
  const auto connection = Connect();
  std::string bytes("\0\xff\x01 \\", 5);
  const Instant time = Instant(std::chrono::microseconds(1'772'411'405'000'007));
  const auto result =
      connection->Execute({{"echo",
                            "SELECT $1::text AS text, $2::bigint AS number, $3::boolean AS yes, "
                            "$4::timestamptz AS time,"
                            " $5::bytea AS bytes, $6::text AS nothing, $7::timestamptz AS never"},
                           Params()
                               .Text("Nguyễn 'Văn' A\\")
                               .Int(INT64_MIN)
                               .Bool(true)
                               .Time(time)
                               .Bytes(bytes)
                               .TextOrNull("")
                               .OptionalTime(std::nullopt)});
  ASSERT_TRUE(result.ok()) << result.status();
  const Row row = result->front();
  EXPECT_EQ(row.Text("text"), "Nguyễn 'Văn' A\\");
  EXPECT_EQ(row.Int("number"), INT64_MIN);
  EXPECT_TRUE(row.Bool("yes"));
  EXPECT_EQ(row.Time("time"), time);
  EXPECT_EQ(row.Bytes("bytes"), bytes);
  EXPECT_TRUE(row.IsNull("nothing"));
  EXPECT_EQ(row.Text("nothing"), "");
  EXPECT_EQ(row.OptionalTime("never"), std::nullopt);
  EXPECT_EQ(row.Text("number"), std::to_string(INT64_MIN));
  EXPECT_DEATH(row.Text("absent"), "no such column");
  EXPECT_DEATH(row.Int("text"), "");
}

TEST_F(ConnectionTest, TimesComeBackToTheMicrosecond) {
  const auto connection = Connect();
  using std::chrono::microseconds;
  for (const Instant time : {Instant(microseconds(-1)), Instant(microseconds(250'000)), Instant{},
                             Instant(std::chrono::sys_days(std::chrono::year(9999) / 12 / 31)),
                             Instant::max(), Instant::min()}) {
    const auto result =
        connection->Execute({{"echo_time", "SELECT $1::timestamptz AS time"}, Params().Time(time)});
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->front().Time("time"), time);
  }
}

TEST_F(ConnectionTest, ArraysOfEveryTypeSurviveTheRoundTrip) {
  const auto connection = Connect();
  const Instant time = Instant(std::chrono::microseconds(1'772'411'405'000'007));
  const std::string id = "01934f5e-7c3a-7b21-9c11-0123456789ab";
  const auto result = connection->Execute(
      {{"echo_arrays",
        "SELECT * FROM unnest($1::text[], $2::uuid[], $3::smallint[], $4::integer[], $5::bigint[],"
        " $6::boolean[], $7::timestamptz[], $8::bytea[]) AS a (t, u, s, i, b, o, z, y)"},
       Params()
           .Values(TextArray({"a,\"b\"", "ế"}))
           .Values(UuidArray({id, id}))
           .Values(Array(Type::kSmallint).Int(-1).Int(2))
           .Values(Array(Type::kInteger).Int(-70000).Null())
           .Values(BigintArray({INT64_MIN, INT64_MAX}))
           .Values(Array(Type::kBoolean).Bool(true).Bool(false))
           .Values(Array(Type::kTimestamptz).Time(time).OptionalTime(std::nullopt))
           .Values(Array(Type::kBytea).Bytes(std::string("\0\xff", 2)).Bytes(""))});
  ASSERT_TRUE(result.ok()) << result.status();
  ASSERT_EQ(result->size(), 2U);
  const Row first = (*result)[0];
  EXPECT_EQ(first.Text("t"), "a,\"b\"");
  EXPECT_EQ(first.Text("u"), id);
  EXPECT_EQ(first.Int("s"), -1);
  EXPECT_EQ(first.Int("i"), -70000);
  EXPECT_EQ(first.Int("b"), INT64_MIN);
  EXPECT_TRUE(first.Bool("o"));
  EXPECT_EQ(first.Time("z"), time);
  EXPECT_EQ(first.Bytes("y"), std::string("\0\xff", 2));
  const Row second = (*result)[1];
  EXPECT_EQ(second.Text("t"), "ế");
  EXPECT_TRUE(second.IsNull("i"));
  EXPECT_EQ(second.Int("b"), INT64_MAX);
  EXPECT_TRUE(second.IsNull("z"));
  EXPECT_EQ(second.Bytes("y"), "");
}

TEST_F(ConnectionTest, AnEmptyArrayIsAnArray) {
  const auto result = Connect()->Execute(
      {{"", "SELECT cardinality($1::uuid[]) AS n"}, Params().Values(UuidArray({}))});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->front().Int("n"), 0);
}

TEST_F(ConnectionTest, WhatAnArrayCannotHoldIsRefused) {
  const auto connection = Connect();
  for (const Array& array : {UuidArray({"nobody"}), UuidArray({""})}) {
    const auto result =
        connection->Execute({{"", "SELECT cardinality($1::uuid[]) AS n"}, Params().Values(array)});
    EXPECT_EQ(Reason(result.status()), "TEXT_INVALID");
  }
  const auto result = connection->Execute({{"", "SELECT cardinality($1::text[]) AS n"},
                                           Params().Values(TextArray({std::string("a\0b", 3)}))});
  EXPECT_EQ(Reason(result.status()), "TEXT_INVALID");
  EXPECT_TRUE(connection->Execute({kCountNotes, {}}).ok());
}

TEST_F(ConnectionTest, SessionsAreInUtcWithLimits) {
  Connection::Options options = this->options();
  options.statement_timeout = std::chrono::milliseconds(1234);
  options.lock_timeout = std::chrono::milliseconds(567);
  const auto connection = Connection::Open(options).value();
  const auto result = connection->Execute(
      {{"",
        "SELECT current_setting('timezone') AS zone, current_setting('statement_timeout') AS work,"
        " current_setting('lock_timeout') AS wait, current_setting('application_name') AS name"},
       {}});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->front().Text("zone"), "UTC");
  EXPECT_EQ(result->front().Text("work"), "1234ms");
  EXPECT_EQ(result->front().Text("wait"), "567ms");
  EXPECT_EQ(result->front().Text("name"), "db_test");
}

TEST_F(ConnectionTest, SeveralStatementsAreOneRoundTripAndOneTransaction) {
  const auto connection = Connect();
  const auto results =
      connection->ExecuteAll({InsertNote(1, "a"), InsertNote(2, "b"), {kCountNotes, {}}});
  ASSERT_TRUE(results.ok()) << results.status();
  EXPECT_EQ(connection->round_trips(), 1);
  EXPECT_EQ((*results)[0].affected(), 1);
  EXPECT_EQ((*results)[2].OnlyInt(), 2);

  const auto failed = connection->ExecuteAll({InsertNote(3, "c"), InsertNote(1, "again")});
  EXPECT_EQ(Reason(failed.status()), "UNIQUE_VIOLATION");
  EXPECT_EQ(Ask("SELECT count(*) FROM notes"), 2) << "note 3 must have gone with the failure";
  EXPECT_TRUE(connection->alive());
  EXPECT_EQ(connection->Execute({kCountNotes, {}})->OnlyInt(), 2);
}

TEST_F(ConnectionTest, AStatementIsPreparedOnce) {
  const auto connection = Connect();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(connection->ExecuteAll({InsertNote(2 * i, ""), InsertNote(2 * i + 1, "")}).ok());
  }
  const auto prepared = connection->Execute(
      {{"", "SELECT count(*) FROM pg_prepared_statements WHERE name = 'insert_note'"}, {}});
  EXPECT_EQ(prepared->OnlyInt(), 1);
}

TEST_F(ConnectionTest, AFailedPreparationIsNotRemembered) {
  const auto connection = Connect();
  const Query query{{"read_later", "SELECT n FROM later"}, {}};
  EXPECT_EQ(Reason(connection->Execute(query).status()), "DATABASE_ERROR");
  ASSERT_TRUE(bystander_->Script("CREATE TABLE later AS SELECT 7 AS n").ok());
  const auto result = connection->Execute(query);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->OnlyInt(), 7);
}

TEST_F(ConnectionTest, OneNameForTwoTextsIsRefused) {
  const auto connection = Connect();
  ASSERT_TRUE(connection->Execute({{"same", "SELECT 1"}, {}}).ok());
  EXPECT_EQ(Reason(connection->Execute({{"same", "SELECT 2"}, {}}).status()), "DATABASE_ERROR");
}

TEST_F(ConnectionTest, ATextIsNeverCutAtANul) {
  const auto connection = Connect();
  const auto result = connection->Execute(InsertNote(1, std::string_view("a\0b", 3)));
  EXPECT_EQ(Reason(result.status()), "TEXT_INVALID");
  EXPECT_EQ(Reason(connection->Execute(InsertNote(1, "\xff")).status()), "TEXT_INVALID");
  EXPECT_TRUE(connection->Execute(InsertNote(1, "")).ok());
}

TEST_F(ConnectionTest, AUniqueViolationNamesItsConstraint) {
  const auto connection = Connect();
  ASSERT_TRUE(connection->Execute(InsertNote(1, "")).ok());
  const absl::Status status = connection->Execute(InsertNote(1, "")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Reason(status), "UNIQUE_VIOLATION");
  EXPECT_EQ(Metadata(status).back(),
            (std::pair<std::string, std::string>("constraint", "notes_pkey")));
}

TEST_F(ConnectionTest, ASlowStatementIsStopped) {
  Connection::Options options = this->options();
  options.statement_timeout = std::chrono::milliseconds(50);
  const auto connection = Connection::Open(options).value();
  const absl::Status status = connection->Execute({{"", "SELECT pg_sleep(60)"}, {}}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(Reason(status), "STATEMENT_TIMEOUT");
  EXPECT_TRUE(connection->alive());
}

TEST_F(ConnectionTest, ALockThatIsNotGivenIsAnError) {
  ASSERT_TRUE(bystander_->Script("BEGIN; LOCK TABLE notes").ok());
  Connection::Options options = this->options();
  options.lock_timeout = std::chrono::milliseconds(50);
  const auto connection = Connection::Open(options).value();
  EXPECT_EQ(Reason(connection->Execute(InsertNote(1, "")).status()), "LOCK_TIMEOUT");
  ASSERT_TRUE(bystander_->Script("ROLLBACK").ok());
  EXPECT_TRUE(connection->Execute(InsertNote(1, "")).ok());
}

TEST_F(ConnectionTest, AKilledSessionIsUnavailableAndNoticedWithoutAsking) {
  const auto connection = Connect();
  const auto other = Connect();
  ASSERT_TRUE(connection->alive());
  KillOthers();
  EXPECT_EQ(connection->Execute({kCountNotes, {}}).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(connection->alive());
  EXPECT_TRUE(testing::Eventually([&] { return !other->alive(); }));
}

TEST_F(ConnectionTest, AMigrationUnderAPreparedStatementAsksForANewSession) {
  const auto connection = Connect();
  const Query query{{"all_notes", "SELECT * FROM notes"}, {}};
  ASSERT_TRUE(connection->Execute(query).ok());
  ASSERT_TRUE(bystander_->Script("ALTER TABLE notes ADD COLUMN more text").ok());
  const absl::Status status = connection->Execute(query).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Reason(status), "STALE_PLAN");
  EXPECT_FALSE(connection->alive());
}

TEST_F(ConnectionTest, ManyLargeStatementsDoNotBlockEachOther) {
  // More than both socket buffers hold, in both directions at once.
  const auto connection = Connect();
  const std::string large(200'000, 'x');
  std::vector<Query> queries;
  for (int i = 0; i < 100; ++i) {
    queries.push_back({{"echo_text", "SELECT $1::text"}, Params().Text(large)});
  }
  const auto results = connection->ExecuteAll(queries);
  ASSERT_TRUE(results.ok()) << results.status();
  EXPECT_EQ(results->back().OnlyText(), large);
  EXPECT_EQ(connection->round_trips(), 1);
}

TEST_F(ConnectionTest, AScriptStopsAtItsFirstError) {
  const auto connection = Connect();
  EXPECT_EQ(Reason(connection->Script("INSERT INTO notes VALUES (1, ''); SELECT nothing")),
            "DATABASE_ERROR");
  EXPECT_EQ(connection->Execute({kCountNotes, {}})->OnlyInt(), 0);
}

TEST(ConnectionOpen, NoServerIsUnavailable) {
  Connection::Options options;
  options.dsn = "host=127.0.0.1 port=1 user=nobody dbname=none";
  const auto connection = Connection::Open(options);
  EXPECT_EQ(connection.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Reason(connection.status()), "DATABASE_DOWN");
}

}  // namespace
}  // namespace motcua::db

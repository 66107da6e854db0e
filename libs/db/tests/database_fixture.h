#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/db/connection.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/temp_database.h"

namespace motcua::db {

/// An empty database with the leases table, and a separate session to observe and end others.
class DatabaseTest : public ::testing::Test {
 protected:
  std::unique_ptr<Connection> Connect() {
    auto connection = Connection::Open(options());
    EXPECT_TRUE(connection.ok()) << connection.status();
    return std::move(connection).value();
  }

  Connection::Options options() const {
    Connection::Options options;
    options.dsn = database_.dsn();
    options.application_name = "db_test";
    return options;
  }

  void SetUp() override {
    bystander_ = Connect();
    ASSERT_TRUE(bystander_->Script("CREATE TABLE notes (id integer PRIMARY KEY, text text);").ok());
  }

  /// One number of one row.
  std::int64_t Ask(const char* sql) {
    const absl::StatusOr<Result> result = bystander_->Execute({{"", sql}, {}});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() && !result->empty() ? result->OnlyInt() : -1;
  }

  /// Ends every other session of this database, like a failover; they are gone on return.
  void KillOthers() {
    Ask("SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  const testing::TempDatabase database_ =
      testing::TempDatabase::Create({"libs/db/db/shard_leases.sql"});
  std::unique_ptr<Connection> bystander_;
};

}  // namespace motcua::db

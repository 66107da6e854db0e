#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/db/pool.h"
#include "motcua/outbox/event_log.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/temp_database.h"

namespace motcua::outbox {

/// A database with the event log and nothing in it, and a pool.
class OutboxTest : public ::testing::Test {
 protected:
  OutboxTest() : pool_(db::Pool::Create({.connection = connection(), .on_run = {}}).value()) {}

  db::Connection::Options connection() const {
    db::Connection::Options options;
    options.dsn = database_.dsn();
    return options;
  }

  Event MakeEvent(const std::string& key, std::int64_t sequence) {
    using namespace std::chrono_literals;
    return {.event_id = ids_.NewId(),
            .stream = "dossier",
            .key = key,
            .type = "motcua.intake.events.v1.DossierFiled",
            .epoch = 1,
            .sequence = sequence,
            .builds_on = 0,
            .occurred_at = std::chrono::sys_days(2026y / 3 / 2) + std::chrono::seconds(sequence),
            .traceparent = "",
            .payload = std::string("\0payload\xff", 9)};
  }

  absl::Status Commit(const Event& event) { return CommitAll({event}); }

  absl::Status CommitAll(const std::vector<Event>& events) {
    return pool_->Run({}, "append", [&](db::Transaction& transaction) {
      for (const Event& event : events) {
        Append(transaction, {event});
      }
      return absl::OkStatus();
    });
  }

  /// One number of one row.
  std::int64_t Ask(const char* sql) {
    const db::Pool::Lease connection = pool_->Acquire({}).value();
    const absl::StatusOr<db::Result> result = connection->Execute({{"", sql}, {}});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() && !result->empty() ? result->OnlyInt() : -1;
  }

  std::int64_t waiting() { return Ask("SELECT count(*) FROM outbox_events"); }

  const testing::TempDatabase database_ = testing::TempDatabase::Create(
      {"libs/db/db/shard_leases.sql", "libs/outbox/db/event_log.sql",
       "libs/outbox/db/reemissions.sql", "libs/outbox/db/installation.sql"});
  RandomIdGenerator ids_;
  const std::unique_ptr<db::Pool> pool_;
};

}  // namespace motcua::outbox

#include "motcua/program/stateful_program.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/db/connection.h"
#include "motcua/http/client.h"
#include "motcua/log/capture.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/temp_database.h"

namespace motcua::program {
namespace {

using namespace std::chrono_literals;

constexpr char kConsumer[] = "testing.dossiers";

class NoEvents final : public inbox::EventHandler {
 public:
  bool Handles(const std::string&) const override { return false; }
  absl::Status Apply(const CallContext&, db::Transaction&, const outbox::Event&) override {
    return absl::OkStatus();
  }
};

/// A frame with one consumer on a database of its own; Kafka is down.
class StatefulProgramTest : public ::testing::Test {
 protected:
  StatefulProgramTest() {
    StatefulOptions options;
    options.service = "testing";
    options.version = "0";
    options.db_dsn = database_.dsn();
    options.kafka_brokers = "127.0.0.1:1";
    options.province = "H99";
    options.simulation = true;
    options.drain_delay = 0ms;
    auto program = StatefulProgram::Create(options, logs_.logger(), shutdown_);
    EXPECT_TRUE(program.ok()) << program.status();
    program_ = *std::move(program);
    program_->AddConsumer(handler_, {.consumer = kConsumer, .source = "intake"},
                          "motcua.intake.dossier.v1");
  }

  void Execute(const char* name, const char* sql) { Ask(name, sql); }
  db::Result Ask(const char* name, const char* sql) {
    const auto connection = db::Connection::Open({.dsn = database_.dsn()});
    EXPECT_TRUE(connection.ok()) << connection.status();
    const auto result = (*connection)->Execute({{name, sql}, db::Params()});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.value_or(db::Result());
  }

  std::string Metrics() const {
    http::Client client(
        {.address = "http://127.0.0.1:" + std::to_string(program_->metrics_port())});
    const auto response = client.Send({.target = "/metrics"}, 5s);
    return response.ok() ? "\n" + response->body : "";
  }
  bool Shows(const std::string& sample) const {
    return Metrics().find("\n" + sample + "\n") != std::string::npos;
  }
  /// 0 while it is not shown.
  double Value(const std::string& name) const {
    const std::string all = Metrics();
    const std::size_t at = all.find("\n" + name + " ");
    return at == std::string::npos ? 0 : std::stod(all.substr(at + name.size() + 2));
  }

  testing::TempDatabase database_ = testing::TempDatabase::Create(
      {"libs/outbox/db/installation.sql", "libs/outbox/db/event_log.sql",
       "libs/outbox/db/reemissions.sql", "libs/inbox/db/inbox.sql", "libs/db/db/shard_leases.sql",
       "libs/command/db/command.sql"});
  log::Capture logs_;
  runtime::Shutdown shutdown_;
  NoEvents handler_;
  std::unique_ptr<StatefulProgram> program_;
};

TEST_F(StatefulProgramTest, TellsThatItIsReadyAndWhatWaits) {
  // The later event waits forever: its owner has no history to pull.
  Execute("dead_letter",
          "INSERT INTO dead_letters (consumer, event_id, topic, partition, message_offset, key,"
          " epoch, sequence, type, reason, message, at, message_key, payload)"
          " VALUES ('testing.dossiers', 'e1', 't', 0, 0, 'k', 1, 1, 'x', 'R', 'm', '2026-01-01Z',"
          " '', '')");
  Execute("parked",
          "INSERT INTO parked_events (consumer, key, epoch, sequence, event_id, stream, type,"
          " builds_on, occurred_at, traceparent, payload, parked_at)"
          " VALUES ('testing.dossiers', 'k', 1, 2, 'e2', 'dossier', 'x', 0, '2026-01-01Z', '', '',"
          " '2026-01-01Z')");
  ASSERT_TRUE(program_->Start().ok());
  EXPECT_TRUE(testing::Eventually([&] { return Shows("motcua_program_ready_state 1"); }, 20s));
  EXPECT_TRUE(testing::Eventually(
      [&] { return Shows("motcua_inbox_dead_letter_events{consumer=\"testing.dossiers\"} 1"); },
      20s));
  EXPECT_TRUE(testing::Eventually(
      [&] { return Shows("motcua_inbox_parked_events{consumer=\"testing.dossiers\"} 1"); }, 20s));
}

TEST_F(StatefulProgramTest, AnInboxThatCannotDrainDoesNotHoldUpTheNextOne) {
  const auto away = [](const CallContext&, const std::string&, const std::string&, std::int64_t) {
    return absl::StatusOr<std::vector<outbox::Event>>(
        Error(absl::StatusCode::kUnavailable, "OWNER_AWAY", "a test says no"));
  };
  program_->AddConsumer(handler_, {.consumer = "testing.first", .source = "away", .pull = away},
                        "motcua.away.dossier.v1");
  program_->AddConsumer(handler_, {.consumer = "testing.second", .source = "intake"},
                        "motcua.intake.petition.v1");
  // The first waits for sequence 1, which its owner does not give; nothing is before the second.
  Execute("parked",
          "INSERT INTO parked_events (consumer, key, epoch, sequence, event_id, stream, type,"
          " builds_on, occurred_at, traceparent, payload, parked_at)"
          " SELECT consumer, 'k', 1, sequence, 'e', 'dossier', 'motcua.intake.events.v1.New', 0,"
          " '2026-01-01Z', '', '', '2026-01-01Z'"
          " FROM (VALUES ('testing.first', 2), ('testing.second', 1)) AS v (consumer, sequence)");
  ASSERT_TRUE(program_->Start().ok());
  const auto waiting = [this] {
    const db::Result rows =
        Ask("waiting", "SELECT coalesce(string_agg(consumer, ' '), '') FROM parked_events");
    return rows.OnlyText();
  };
  EXPECT_TRUE(testing::Eventually([&] { return waiting() == "testing.first"; }, 10s)) << waiting();
}

// Simulated time stands still here, and the event occurred long ago, as one that is emitted again:
// the age is the time that it has waited for the broker.
TEST_F(StatefulProgramTest, AnEventThatWaitsGrowsOlderByTheMachinesClock) {
  Execute("history",
          "INSERT INTO event_history (event_id, stream, key, sequence, epoch, builds_on, type,"
          " occurred_at, traceparent, payload) VALUES ('01924f1c-0000-7000-8000-000000000001',"
          " 'dossier', 'k', 1, 1, 0, 'motcua.intake.events.v1.DossierFiled', '2001-01-01Z', '',"
          " '')");
  Execute("outbox",
          "INSERT INTO outbox_events (shard, event_id)"
          " VALUES (0, '01924f1c-0000-7000-8000-000000000001')");
  ASSERT_TRUE(program_->Start().ok());
  EXPECT_TRUE(testing::Eventually([&] { return Shows("motcua_outbox_pending_events 1"); }, 20s));
  EXPECT_TRUE(testing::Eventually(
      [&] { return Value("motcua_outbox_oldest_event_age_seconds") > 1; }, 30s));
  EXPECT_LT(Value("motcua_outbox_oldest_event_age_seconds"), 60);
}

TEST_F(StatefulProgramTest, IsNotReadyOnceItDrains) {
  ASSERT_TRUE(program_->Start().ok());
  ASSERT_TRUE(testing::Eventually([&] { return Shows("motcua_program_ready_state 1"); }, 20s));
  program_->Stop();
  EXPECT_TRUE(Shows("motcua_program_ready_state 0"));
}

}  // namespace
}  // namespace motcua::program

#include "motcua/program/stateful_program.h"

#include <gtest/gtest.h>

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
    ProgramOptions options;
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

  void Execute(const char* name, const char* sql) {
    const auto connection = db::Connection::Open({.dsn = database_.dsn()});
    ASSERT_TRUE(connection.ok()) << connection.status();
    const auto result = (*connection)->Execute({{name, sql}, db::Params()});
    ASSERT_TRUE(result.ok()) << result.status();
  }

  bool Shows(const std::string& sample) const {
    http::Client client({.address = "127.0.0.1:" + std::to_string(program_->metrics_port())});
    const auto response = client.Send({.target = "/metrics"}, 5s);
    return response.ok() && response->body.find("\n" + sample + "\n") != std::string::npos;
  }

  testing::TempDatabase database_ = testing::TempDatabase::Create(
      {"libs/outbox/db/installation.sql", "libs/outbox/db/event_log.sql", "libs/inbox/db/inbox.sql",
       "libs/db/db/shard_leases.sql", "libs/command/db/command.sql"});
  log::Capture logs_;
  runtime::Shutdown shutdown_;
  NoEvents handler_;
  std::unique_ptr<StatefulProgram> program_;
};

TEST_F(StatefulProgramTest, TellsThatItIsReadyAndWhatWaits) {
  // The later event waits for ever: its owner has no history to pull.
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

TEST_F(StatefulProgramTest, IsNotReadyOnceItDrains) {
  ASSERT_TRUE(program_->Start().ok());
  ASSERT_TRUE(testing::Eventually([&] { return Shows("motcua_program_ready_state 1"); }, 20s));
  program_->Stop();
  EXPECT_TRUE(Shows("motcua_program_ready_state 0"));
}

}  // namespace
}  // namespace motcua::program

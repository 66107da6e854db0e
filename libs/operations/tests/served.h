#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "motcua/base/uuid.h"
#include "motcua/db/pool.h"
#include "motcua/outbox/event_log.h"
#include "motcua/rpc/client.h"
#include "motcua/rpc/server.h"
#include "motcua/rpc/unary.h"
#include "motcua/testing/temp_database.h"

namespace motcua::operations {

class SilentObserver final : public rpc::CallObserver {
 public:
  void OnCall(const std::string&, const CallContext&, const absl::Status&,
              std::chrono::steady_clock::duration) override {}
};

/// A database with the tables of outbox and inbox, and other dependencies of a service.
struct Backend {
  testing::TempDatabase database = testing::TempDatabase::Create(
      {"libs/outbox/db/event_log.sql", "libs/outbox/db/reemissions.sql",
       "libs/outbox/db/installation.sql", "libs/inbox/db/inbox.sql"});
  std::unique_ptr<db::Pool> pool =
      db::Pool::Create({.connection = {.dsn = database.dsn()}, .size = 4}).value();
  metrics::Registry registry;
  SilentObserver observer;
  runtime::Executor executor{{.name = "rpc", .threads = 2}, registry};
  rpc::Edge edge{"testing", executor, observer};
  RandomIdGenerator ids;
  int statements = 0;

  db::Result Sql(const std::string& sql) {
    const auto lease = pool->Acquire(CallContext());
    EXPECT_TRUE(lease.ok()) << lease.status();
    // A statement's name must have one text.
    const std::string name = "test_" + std::to_string(++statements);
    const auto result =
        (*lease)->Execute({.statement = {name.c_str(), sql.c_str()}, .params = db::Params()});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.value_or(db::Result());
  }

  outbox::Event MakeEvent(const std::string& key, std::int64_t sequence,
                          std::string payload = std::string("\0\x01", 2)) {
    return {
        .event_id = ids.NewId(),
        .stream = "dossier",
        .key = key,
        .type = "motcua.intake.events.v1.DossierFiled",
        .epoch = 1,
        .sequence = sequence,
        .builds_on = 0,
        .occurred_at = Instant(std::chrono::hours(24 * 365 * 55) + std::chrono::hours(sequence)),
        .traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        .payload = std::move(payload)};
  }
  void Append(const std::vector<outbox::Event>& events) {
    const absl::Status status =
        pool->Run(CallContext(), "append", [&](db::Transaction& transaction) {
          for (const outbox::Event& event : events) {
            outbox::Append(transaction, {event});
          }
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
  }
};

/// One service behind a real server.
struct Served {
  explicit Served(grpc::Service& service)
      : server(rpc::Server::Start({.listen = "127.0.0.1:0", .services = {&service}}).value()),
        channel(rpc::MakeChannel({"127.0.0.1:" + std::to_string(server->port())})) {
    server->SetReady(true);
  }
  std::unique_ptr<rpc::Server> server;
  std::shared_ptr<grpc::Channel> channel;
};

/// `rpc::Call` with a minute.
template <typename Fn>
absl::Status Ask(Fn fn) {
  return rpc::Call(CallContext(), "tester", std::chrono::minutes(1), fn);
}

}  // namespace motcua::operations

#include "component/owner.h"

#include <utility>

#include "motcua/base/check.h"
#include "motcua/outbox/event_log.h"

namespace motcua::reporting::testing {

class Owner::Observer final : public rpc::CallObserver {
 public:
  void OnCall(const std::string&, const CallContext&, const absl::Status&,
              std::chrono::steady_clock::duration) override {}
};

Owner::Owner(std::string service)
    : service_(std::move(service)),
      database_(motcua::testing::TempDatabase::Create({"libs/db/db/shard_leases.sql",
                                                       "libs/outbox/db/event_log.sql",
                                                       "libs/outbox/db/reemissions.sql"})),
      pool_(db::Pool::Create({.connection = {.dsn = database_.dsn()}, .size = 4}).value()),
      observer_(std::make_unique<Observer>()),
      executor_({.name = "rpc", .threads = 4}, registry_),
      edge_{service_, executor_, *observer_},
      history_(edge_, *pool_),
      server_(rpc::Server::Start({.listen = "127.0.0.1:0", .services = {&history_}}).value()) {
  server_->SetReady(true);  // channels ask for it
}

Owner::~Owner() {
  server_->Stop(std::chrono::seconds(1));
}

std::string Owner::address() const {
  return "127.0.0.1:" + std::to_string(server_->port());
}

void Owner::Write(const std::vector<outbox::Event>& events) {
  MOTCUA_CHECK(pool_
                   ->Run({}, "write_history",
                         [&](db::Transaction& transaction) {
                           for (const outbox::Event& event : events) {
                             outbox::Append(transaction, {event});
                           }
                           return absl::OkStatus();
                         })
                   .ok());
}

}  // namespace motcua::reporting::testing

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "motcua/metrics/registry.h"
#include "motcua/operations/event_history_service.h"
#include "motcua/outbox/event.h"
#include "motcua/rpc/server.h"
#include "motcua/testing/temp_database.h"

namespace motcua::reporting::testing {

/// An owner of events: a real history in a separate database, served as by any program.
class Owner {
 public:
  explicit Owner(std::string service);
  ~Owner();

  const std::string& service() const { return service_; }
  std::string address() const;
  /// Writes events to the history, in one transaction.
  void Write(const std::vector<outbox::Event>& events);

 private:
  class Observer;
  const std::string service_;
  const motcua::testing::TempDatabase database_;
  const std::unique_ptr<db::Pool> pool_;
  metrics::Registry registry_;
  const std::unique_ptr<Observer> observer_;
  runtime::Executor executor_;
  const rpc::Edge edge_;
  operations::EventHistoryServiceImpl history_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace motcua::reporting::testing

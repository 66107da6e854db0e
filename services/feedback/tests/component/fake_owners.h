#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "motcua/intake/v1/intake_service.grpc.pb.h"
#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/outbox/event.h"
#include "motcua/rpc/server.h"

namespace motcua::feedback::testing {

/// Fakes of intake (finding a dossier by its code) and of processing (its history) over real gRPC.
/// Thread-safe.
class FakeOwners {
 public:
  FakeOwners();
  ~FakeOwners();

  std::string address() const;
  /// A dossier that intake knows; returns its id.
  std::string Hold(const std::string& code, bool accepted);
  /// The events of processing: one event, then the hand-over. Returns both.
  std::vector<outbox::Event> HandOver(const std::string& dossier_id);
  /// Processing publishes a calendar.
  void PublishCalendar(const std::string& document, const std::string& version);
  int history_calls() const;

 private:
  class Intake;
  class History;
  struct Dossier {
    std::string id;
    std::string code;
    bool accepted = false;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Dossier> dossiers_;  // by look-up key
  std::map<std::string, std::vector<outbox::Event>> events_;
  int history_calls_ = 0;
  std::unique_ptr<Intake> intake_;
  std::unique_ptr<History> history_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace motcua::feedback::testing

#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "motcua/intake/events/v1/dossier_events.pb.h"
#include "motcua/intake/v1/intake_service.grpc.pb.h"
#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/outbox/event.h"
#include "motcua/rpc/server.h"

namespace motcua::processing::testing {

/// What processing asks intake, over real gRPC: whether a dossier is accepted, its history, and
/// which papers there are. Has the dossiers that a test gives it. Thread-safe.
class FakeIntake {
 public:
  FakeIntake();
  ~FakeIntake();

  std::string address() const;
  /// Holds an accepted dossier; returns its event as intake would publish it.
  outbox::Event Hold(const intake::events::v1::DossierAccepted& acceptance);
  /// Holds a dossier that the counter has not accepted yet.
  void HoldUnaccepted(const std::string& dossier_id);
  /// Adds a paper uploaded by an applicant; returns its id.
  std::string UploadPaper();
  /// From now on no paper has been uploaded.
  void ForgetPapers();
  /// How often the history of any dossier was asked for.
  int history_calls() const;

 private:
  class Dossiers;
  class History;
  struct Held {
    bool accepted = false;
    outbox::Event event;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Held> held_;  // by id
  std::set<std::string> papers_;
  int history_calls_ = 0;
  std::unique_ptr<Dossiers> dossiers_;
  std::unique_ptr<History> history_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace motcua::processing::testing

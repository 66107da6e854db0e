#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "motcua/intake/v1/applicant_service.grpc.pb.h"
#include "motcua/portalsync/v1/portalsync_service.grpc.pb.h"

#include "motcua/inbox/inbox.h"
#include "motcua/log/capture.h"
#include "motcua/rpc/server.h"
#include "motcua/runtime/shutdown.h"
#include "motcua/testing/temp_database.h"

#include "app/application.h"
#include "component/child_process.h"
#include "messaging/dossier_event_handler.h"

namespace motcua::portalsync::testing {

inline constexpr char kApplicantName[] = "Trần Thị Bí Mật";

/// Fake of intake's disclosures. Thread-safe.
class FakeApplicantService final : public intake::v1::ApplicantService::Service {
 public:
  grpc::Status DiscloseDossier(grpc::ServerContext* context,
                               const intake::v1::DiscloseDossierRequest* request,
                               intake::v1::DiscloseDossierResponse* response) override;
  /// The portal refuses the kind of applicant of this dossier.
  void MakeWrong(const std::string& dossier_id, bool wrong);
  int asked() const;

 private:
  mutable std::mutex mutex_;
  std::set<std::string> wrong_;
  int asked_ = 0;
};

/// The real simulator in a separate process.
class Simulator {
 public:
  explicit Simulator(const std::vector<std::string>& arguments);
  const std::string& url() const { return url_; }
  void Command(const std::string& path, const std::string& body);
  void SetMode(const std::string& mode);
  /// State numbers of each dossier's progress with their times, in order, by code.
  std::map<std::string, std::vector<std::pair<std::string, int>>> Progress();

 private:
  std::string url_;
  ChildProcess process_;
};

/// One dossier's life: the events of its owners.
struct History {
  std::string id;
  std::string code;
  std::vector<outbox::Event> intake;
  std::vector<outbox::Event> processing;
  /// The expected final state at the portal.
  std::vector<std::pair<std::string, int>> progress;
};

/// A dossier that goes through states, one event each, a minute apart or at the same moment. Those
/// up to the first 2 are intake's.
History MakeHistory(int number, const std::vector<int>& states, bool same_moment = false);

/// A database, intake's side of portalsync, and the simulator. Events are taken through the real
/// inboxes outside the program, which has no Kafka.
class World {
 public:
  explicit World(const std::vector<std::string>& simulator_arguments);
  ~World();

  /// Another replica in this process.
  std::unique_ptr<program::Application> StartReplica();
  /// The environment of the program as a process.
  std::vector<std::string> Environment() const;
  void Take(const History& history);
  void TakeEvent(const std::string& source, const outbox::Event& event);
  /// Takes what was parked.
  void Drain();

  Simulator& simulator() { return simulator_; }
  FakeApplicantService& applicants() { return applicants_; }
  const log::Capture& logs() const { return logs_; }
  const std::string& dsn() const { return database_.dsn(); }
  /// The first value of a query.
  std::string Ask(const char* name, const char* sql);

 private:
  motcua::testing::TempDatabase database_;
  log::Capture logs_;
  runtime::Shutdown shutdown_;
  FakeApplicantService applicants_;
  std::unique_ptr<rpc::Server> intake_;
  Simulator simulator_;
  std::unique_ptr<db::Pool> pool_;
  SystemClock machine_;
  DossierEventHandler intake_events_{"intake", machine_};
  DossierEventHandler processing_events_{"processing", machine_};
  std::unique_ptr<inbox::Inbox> intake_inbox_;
  std::unique_ptr<inbox::Inbox> processing_inbox_;
};

}  // namespace motcua::portalsync::testing

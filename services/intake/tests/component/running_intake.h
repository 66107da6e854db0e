#pragma once

#include <functional>
#include <memory>
#include <string>

#include "motcua/intake/v1/applicant_service.grpc.pb.h"
#include "motcua/intake/v1/catalogue_service.grpc.pb.h"
#include "motcua/intake/v1/intake_service.grpc.pb.h"
#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/log/capture.h"
#include "motcua/rpc/client.h"
#include "motcua/runtime/shutdown.h"
#include "motcua/testing/temp_database.h"

#include "app/application.h"

namespace motcua::intake::testing {

/// One replica of the whole program on a real database, without Kafka and processing, which intake
/// does not need. Time is simulated.
class RunningIntake {
 public:
  explicit RunningIntake(const std::string& dsn);
  ~RunningIntake();

  v1::IntakeService::Stub& intake() { return *intake_; }
  v1::ApplicantService::Stub& applicants() { return *applicants_; }
  v1::CatalogueService::Stub& catalogue() { return *catalogue_; }
  operations::v1::SimulationService::Stub& simulation() { return *simulation_; }
  operations::v1::EventHistoryService::Stub& history() { return *history_; }
  const log::Capture& logs() const { return logs_; }
  int metrics_port() const { return app_->metrics_port(); }

  /// The context of one call, with a new key or the given one.
  absl::Status Call(const std::function<grpc::Status(grpc::ClientContext*)>& fn,
                    const std::string& key = "");
  void SetClock(const std::string& local);

 private:
  log::Capture logs_;
  runtime::Shutdown shutdown_;
  std::unique_ptr<program::Application> app_;
  std::unique_ptr<v1::IntakeService::Stub> intake_;
  std::unique_ptr<v1::ApplicantService::Stub> applicants_;
  std::unique_ptr<v1::CatalogueService::Stub> catalogue_;
  std::unique_ptr<operations::v1::SimulationService::Stub> simulation_;
  std::unique_ptr<operations::v1::EventHistoryService::Stub> history_;
};

/// Marks a new database as a simulation that begins at a local time: simulated time never goes
/// back, and would otherwise begin today.
void BeginTime(const std::string& dsn, const std::string& local);

/// Puts the test's workflows and calendar into the database as the consumers of processing's facts
/// would.
void ApproveRules(const std::string& dsn);

/// Loads the test's catalogue.
void LoadCatalogue(RunningIntake& replica);

/// A complete request for the test's plain procedure, with an uploaded paper.
v1::DossierContent ContentWithPaper(RunningIntake& replica);
v1::FileDossierRequest AFiling(RunningIntake& replica);
type::v1::Actor ClerkActor();
type::v1::Actor CitizenActor();
/// A command of the clerk at the revision of `dossier`.
v1::Command CommandOn(const v1::Dossier& dossier, const std::string& reason = "");

}  // namespace motcua::intake::testing

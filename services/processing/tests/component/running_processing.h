#pragma once

#include <functional>
#include <memory>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/operations/v1/operations_service.grpc.pb.h"
#include "motcua/processing/v1/processing_service.grpc.pb.h"
#include "motcua/processing/v1/rules_service.grpc.pb.h"

#include "motcua/log/capture.h"
#include "motcua/rpc/client.h"
#include "motcua/runtime/shutdown.h"

#include "app/application.h"
#include "component/documents.h"

namespace motcua::processing::testing {

/// One replica of the whole program on a real database, without Kafka: acceptances come by pulling
/// them from `intake`. Time is simulated.
class RunningProcessing {
 public:
  RunningProcessing(const std::string& dsn, const std::string& intake);
  ~RunningProcessing();

  v1::ProcessingService::Stub& processing() { return *processing_; }

  template <typename Service, typename Request, typename Response>
  using Method = grpc::Status (Service::*)(grpc::ClientContext*, const Request&, Response*);

  /// The context of one call, with a new key or the given one.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Do(Method<v1::ProcessingService::Stub, Request, Response> method,
                              const Request& request, const std::string& key = "") {
    return CallStub(*processing_, method, request, NextCall(key));
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Do(Method<v1::RulesService::Stub, Request, Response> method,
                              const Request& request, const std::string& key = "") {
    return CallStub(*rules_, method, request, NextCall(key));
  }
  /// A call to RulesService that bears no key.
  template <typename Request, typename Response>
  absl::StatusOr<Response> DoWithoutKey(Method<v1::RulesService::Stub, Request, Response> method,
                                        const Request& request) {
    return CallStub(*rules_, method, request, CallContext());
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Do(
      Method<operations::v1::OperationsService::Stub, Request, Response> method,
      const Request& request) {
    return CallStub(*operations_, method, request, CallContext());
  }
  void SetClock(const std::string& local);
  /// The metrics page.
  std::string Metrics() const;

 private:
  static CallContext NextCall(const std::string& key);
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> CallStub(Stub& stub, Method<Stub, Request, Response> method,
                                    const Request& request, const CallContext& call) {
    Response response;
    const absl::Status status = rpc::Call(
        call, "component-test", std::chrono::minutes(1),
        [&](grpc::ClientContext* context) { return (stub.*method)(context, request, &response); });
    if (!status.ok()) {
      return status;
    }
    return response;
  }

  log::Capture logs_;
  runtime::Shutdown shutdown_;
  std::unique_ptr<program::Application> app_;
  std::unique_ptr<v1::ProcessingService::Stub> processing_;
  std::unique_ptr<v1::RulesService::Stub> rules_;
  std::unique_ptr<operations::v1::OperationsService::Stub> operations_;
  std::unique_ptr<operations::v1::SimulationService::Stub> simulation_;
};

/// Marks a new database as a simulation that begins on 2025-03-12 at 09:15, and puts the test's
/// agencies and rule set into it, as the consumer of intake's catalogue would.
void Prepare(const std::string& dsn);
/// Loads the test's workflow and calendar `test-1`.
void LoadRules(RunningProcessing& replica);

/// A command at the revision of `dossier`, by an officer of an agency.
template <typename Request>
Request On(const v1::Dossier& dossier, const std::string& agency, const std::string& reason = "") {
  Request request;
  v1::Command& command = *request.mutable_command();
  command.set_dossier(dossier.dossier_id());
  command.set_expected_revision(dossier.revision());
  command.mutable_actor()->set_kind(type::v1::ACTOR_KIND_OFFICER);
  command.mutable_actor()->set_id("CB001");
  command.mutable_actor()->set_agency(agency);
  command.set_reason(reason);
  return request;
}
/// The same by the applicant, who sees no revision.
template <typename Request>
Request ByCitizen(const v1::Dossier& dossier, const std::string& reason = "") {
  Request request = On<Request>(dossier, "", reason);
  request.mutable_command()->set_expected_revision(0);
  request.mutable_command()->mutable_actor()->set_kind(type::v1::ACTOR_KIND_CITIZEN);
  return request;
}

}  // namespace motcua::processing::testing

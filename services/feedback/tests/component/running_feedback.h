#pragma once

#include <memory>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/feedback/v1/feedback_service.grpc.pb.h"
#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/log/capture.h"
#include "motcua/rpc/client.h"
#include "motcua/runtime/shutdown.h"

#include "app/application.h"

namespace motcua::feedback::testing {

/// One replica of the whole program on a real database, without Kafka. Time is simulated.
class RunningFeedback {
 public:
  RunningFeedback(const std::string& dsn, const std::string& owners);
  ~RunningFeedback();

  template <typename Request, typename Response>
  using Method = grpc::Status (v1::FeedbackService::Stub::*)(grpc::ClientContext*, const Request&,
                                                             Response*);

  /// The context of one call, with a new key or the given one. Thread-safe.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Do(Method<Request, Response> method, const Request& request,
                              const std::string& key = "") {
    Response response;
    const absl::Status status = rpc::Call(NextCall(key), "component-test", std::chrono::minutes(1),
                                          [&](grpc::ClientContext* context) {
                                            return ((*stub_).*method)(context, request, &response);
                                          });
    if (!status.ok()) {
      return status;
    }
    return response;
  }
  void SetClock(const std::string& local);
  int grpc_port() const { return app_->grpc_port(); }

 private:
  static CallContext NextCall(const std::string& key);

  log::Capture logs_;
  runtime::Shutdown shutdown_;
  std::unique_ptr<program::Application> app_;
  std::unique_ptr<v1::FeedbackService::Stub> stub_;
  std::unique_ptr<operations::v1::SimulationService::Stub> simulation_;
};

/// Marks a new database as a simulation that begins on Friday 2026-11-20 at 09:15, and puts the
/// test's agencies into it, as the consumer of intake's catalogue would; also its calendar by
/// default.
void Prepare(const std::string& dsn, bool with_calendar = true);
/// The test's rules as a document.
v1::PetitionRules RulesDocument();

/// A petition by the portal.
v1::SendPetitionRequest ASending();
/// A command by an officer of an agency at the revision of `petition`.
template <typename Request>
Request On(const v1::Petition& petition, const std::string& agency,
           const std::string& reason = "") {
  Request request;
  v1::PetitionCommand& command = *request.mutable_command();
  command.set_petition(petition.code());
  command.set_expected_revision(petition.revision());
  command.mutable_actor()->set_kind(type::v1::ACTOR_KIND_OFFICER);
  command.mutable_actor()->set_id("CB001");
  command.mutable_actor()->set_agency(agency);
  command.set_reason(reason);
  return request;
}

}  // namespace motcua::feedback::testing

#include "dossiers.h"

#include <chrono>
#include <fstream>
#include <utility>

#include "motcua/base/call_context.h"
#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/rpc/client.h"

namespace motcua::bench {
namespace {

using namespace std::chrono_literals;

constexpr char kCaller[] = "bench";
constexpr std::chrono::milliseconds kLimit = 30s;
constexpr char kOfficers[2][6] = {"cb-01", "cb-02"};

}  // namespace

absl::StatusOr<Dossier> Dossier::Open(const std::shared_ptr<grpc::Channel>& processing,
                                      const std::string& id) {
  Dossier dossier;
  dossier.stub_ = processing::v1::ProcessingService::NewStub(processing);
  dossier.id_ = id;
  processing::v1::GetDossierRequest request;
  request.set_dossier(id);
  processing::v1::GetDossierResponse response;
  MOTCUA_RETURN_IF_ERROR(rpc::Call({}, kCaller, kLimit, [&](grpc::ClientContext* context) {
    return dossier.stub_->GetDossier(context, request, &response);
  }));
  dossier.revision_ = response.dossier().revision();
  dossier.sequence_ = response.dossier().sequence();
  for (const processing::v1::Task& task : response.dossier().tasks()) {
    if (task.state() == processing::v1::TASK_STATE_OPEN) {
      dossier.task_id_ = task.task_id();
      dossier.agency_ = task.agency();
      dossier.officer_ = task.officer();
      return dossier;
    }
  }
  return Error(absl::StatusCode::kFailedPrecondition, "NO_OPEN_TASK",
               "the dossier has no open task to transfer", {{"dossier", id}});
}

absl::Status Dossier::Transfer() {
  const std::string next = officer_ == kOfficers[0] ? kOfficers[1] : kOfficers[0];
  processing::v1::TransferTaskRequest request;
  processing::v1::Command& command = *request.mutable_command();
  command.set_dossier(id_);
  command.set_expected_revision(revision_);
  command.mutable_actor()->set_kind(type::v1::ACTOR_KIND_OFFICER);
  command.mutable_actor()->set_id(kOfficers[0]);
  command.mutable_actor()->set_agency(agency_);
  request.set_task_id(task_id_);
  request.set_to_agency(agency_);
  request.set_to_officer(next);
  CallContext call;
  call.idempotency_key = RandomIdGenerator().NewId();
  processing::v1::TransferTaskResponse response;
  MOTCUA_RETURN_IF_ERROR(rpc::Call(call, kCaller, kLimit, [&](grpc::ClientContext* context) {
    return stub_->TransferTask(context, request, &response);
  }));
  officer_ = next;
  revision_ = response.dossier().revision();
  sequence_ = response.dossier().sequence();
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Dossier>> OpenAll(const std::shared_ptr<grpc::Channel>& processing,
                                             const std::string& file) {
  std::ifstream lines(file);
  if (!lines) {
    return Error(absl::StatusCode::kNotFound, "FILE_UNREADABLE", "the list can't be read",
                 {{"file", file}});
  }
  std::vector<Dossier> dossiers;
  for (std::string id; std::getline(lines, id);) {
    MOTCUA_ASSIGN_OR_RETURN(Dossier dossier, Dossier::Open(processing, id));
    dossiers.push_back(std::move(dossier));
  }
  return dossiers;
}

}  // namespace motcua::bench

#include "messaging/owner_dossiers.h"

#include "motcua/base/status_macros.h"
#include "motcua/rpc/client.h"

namespace motcua::feedback {
namespace {

constexpr std::chrono::milliseconds kLimit{2000};

}  // namespace

OwnerDossiers::OwnerDossiers(const std::shared_ptr<grpc::Channel>& intake, inbox::Inbox& hand_overs)
    : stub_(intake::v1::IntakeService::NewStub(intake)), hand_overs_(hand_overs) {}

absl::StatusOr<intake::v1::GetStatusResponse> OwnerDossiers::Ask(const CallContext& call,
                                                                 const std::string& lookup_key) {
  intake::v1::GetStatusRequest request;
  request.set_lookup_key(lookup_key);
  intake::v1::GetStatusResponse response;
  MOTCUA_RETURN_IF_ERROR(rpc::Call(call, "feedback", kLimit, [&](grpc::ClientContext* context) {
    return stub_->GetStatus(context, request, &response);
  }));
  return response;
}

absl::StatusOr<std::optional<std::string>> OwnerDossiers::FindCode(const CallContext& call,
                                                                   const std::string& lookup_key) {
  const auto found = Ask(call, lookup_key);
  if (absl::IsNotFound(found.status())) {
    return std::optional<std::string>();
  }
  MOTCUA_RETURN_IF_ERROR(found.status());
  return std::optional<std::string>(found->status().code());
}

absl::Status OwnerDossiers::Fetch(const CallContext& call, const std::string& lookup_key) {
  // only intake may answer "unknown" (design section 6).
  MOTCUA_ASSIGN_OR_RETURN(const intake::v1::GetStatusResponse found, Ask(call, lookup_key));
  if (!found.accepted()) {
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_HANDED_OVER",
                 "the result has not been handed over yet");
  }
  return hand_overs_.CatchUp(call, "dossier", found.dossier_id());
}

}  // namespace motcua::feedback

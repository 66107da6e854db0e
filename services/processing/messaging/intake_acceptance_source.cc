#include "messaging/intake_acceptance_source.h"

#include "motcua/base/status_macros.h"
#include "motcua/rpc/client.h"

namespace motcua::processing {
namespace {

constexpr std::chrono::milliseconds kLimit{2000};

}  // namespace

IntakeAcceptanceSource::IntakeAcceptanceSource(const std::shared_ptr<grpc::Channel>& channel,
                                               inbox::Inbox& inbox)
    : stub_(intake::v1::IntakeService::NewStub(channel)), inbox_(inbox) {}

absl::Status IntakeAcceptanceSource::Fetch(const CallContext& call, const std::string& dossier) {
  intake::v1::GetDossierRequest request;
  request.set_dossier(dossier);
  intake::v1::GetDossierResponse response;
  MOTCUA_RETURN_IF_ERROR(rpc::Call(call, "processing", kLimit, [&](grpc::ClientContext* context) {
    return stub_->GetDossier(context, request, &response);
  }));
  if (!response.dossier().accepted()) {
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_ACCEPTED_YET",
                 "the dossier has not been accepted yet; intake still owns it");
  }
  return inbox_.CatchUp(call, "dossier", response.dossier().dossier_id());
}

}  // namespace motcua::processing

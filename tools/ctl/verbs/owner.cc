#include "verbs/owner.h"

#include "motcua/intake/v1/intake_service.grpc.pb.h"
#include "motcua/processing/v1/processing_service.grpc.pb.h"

namespace motcua::ctl {

absl::StatusOr<intake::v1::Dossier> ReadAtIntake(Session& session, const std::string& dossier) {
  intake::v1::GetDossierRequest request;
  request.set_dossier(dossier);
  MOTCUA_ASSIGN_OR_RETURN(auto answer, session.Ask<&intake::v1::IntakeService::Stub::GetDossier>(
                                           Program::kIntake, request));
  return std::move(*answer.mutable_dossier());
}

absl::StatusOr<processing::v1::Dossier> ReadAtProcessing(Session& session,
                                                         const std::string& dossier) {
  processing::v1::GetDossierRequest request;
  request.set_dossier(dossier);
  MOTCUA_ASSIGN_OR_RETURN(auto answer,
                          session.Ask<&processing::v1::ProcessingService::Stub::GetDossier>(
                              Program::kProcessing, request));
  return std::move(*answer.mutable_dossier());
}

absl::StatusOr<Program> OwnerOf(Session& session, const std::string& dossier) {
  MOTCUA_ASSIGN_OR_RETURN(const intake::v1::Dossier at_intake, ReadAtIntake(session, dossier));
  return at_intake.accepted() ? Program::kProcessing : Program::kIntake;
}

}  // namespace motcua::ctl

#include "messaging/grpc_applicant_source.h"

#include "motcua/base/status_macros.h"
#include "motcua/rpc/client.h"
#include "motcua/wire/time.h"

namespace motcua::portalsync {
namespace {

constexpr std::chrono::seconds kLimit{5};

}  // namespace

absl::StatusOr<DisclosedDossier> GrpcApplicantSource::Disclose(const CallContext& call,
                                                               const std::string& dossier_id) {
  intake::v1::DiscloseDossierRequest request;
  request.set_dossier_id(dossier_id);
  request.mutable_disclosure()->set_recipient("portalsync");
  request.mutable_disclosure()->set_purpose("portal.send");
  intake::v1::DiscloseDossierResponse answer;
  MOTCUA_RETURN_IF_ERROR(rpc::Call(call, "portalsync", kLimit, [&](grpc::ClientContext* context) {
    return stub_->DiscloseDossier(context, request, &answer);
  }));
  DisclosedDossier disclosed{.applicant_kind = answer.applicant().kind(),
                             .full_name = answer.applicant().full_name(),
                             .identity_number = answer.applicant().identity_number(),
                             .phone = answer.applicant().phone(),
                             .email = answer.applicant().email(),
                             .subject = answer.subject(),
                             .channel = answer.channel(),
                             .procedure_code = answer.procedure_code(),
                             .procedure_vi = answer.procedure_vi(),
                             .field_code = answer.field_code(),
                             .field_vi = answer.field_vi(),
                             .filed_at = wire::ToInstant(answer.filed_at()),
                             .fee_vnd = answer.fee_vnd()};
  for (const intake::v1::PaperFacts& paper : answer.papers()) {
    disclosed.papers.push_back(
        {.id = paper.paper_id(), .part_id = paper.part_id(), .file_name = paper.file_name()});
  }
  return disclosed;
}

}  // namespace motcua::portalsync

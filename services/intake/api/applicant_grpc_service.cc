#include "api/applicant_grpc_service.h"

#include "motcua/base/status_macros.h"
#include "motcua/wire/time.h"

#include "store/dossier_document.h"

namespace motcua::intake {
namespace {

Disclosure ToDisclosure(const v1::Disclosure& disclosure) {
  return {.recipient = disclosure.recipient(), .purpose = disclosure.purpose()};
}

void Fill(const DisclosedDossier& disclosed, v1::DiscloseDossierResponse& response) {
  const Dossier& dossier = disclosed.dossier;
  v1::DossierContent content = ToDocument(dossier.content);
  response.set_code(dossier.code);
  response.mutable_applicant()->Swap(content.mutable_applicant());
  response.set_subject(dossier.content.subject);
  response.set_channel(static_cast<type::v1::Channel>(dossier.channel));
  response.set_procedure_code(dossier.content.procedure_code);
  response.set_procedure_version(dossier.procedure_version);
  response.set_procedure_vi(disclosed.procedure_vi);
  response.set_field_code(disclosed.field_code);
  response.set_field_vi(disclosed.field_vi);
  *response.mutable_filed_at() = wire::ToProto(dossier.filed_at);
  response.set_fee_vnd(disclosed.fee_vnd);
  for (const DisclosedDossier::Paper& paper : disclosed.papers) {
    v1::PaperFacts& added = *response.add_papers();
    added.set_paper_id(paper.id);
    added.set_part_id(paper.part_id);
    added.set_file_name(paper.file_name);
  }
}

}  // namespace

ApplicantGrpcService::Reactor* ApplicantGrpcService::GetContact(
    Context* context, const v1::GetContactRequest* request, v1::GetContactResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "GetContact", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(
            *response->mutable_phone(),
            disclose_.Contact(call, request->dossier_id(), ToDisclosure(request->disclosure())));
        return absl::OkStatus();
      });
}

ApplicantGrpcService::Reactor* ApplicantGrpcService::MatchPhone(
    Context* context, const v1::MatchPhoneRequest* request, v1::MatchPhoneResponse* response) {
  return rpc::HandleUnary(context, edge_, "MatchPhone", *request,
                          [this, request, response](const CallContext& call) -> absl::Status {
                            MOTCUA_ASSIGN_OR_RETURN(
                                const bool matches,
                                disclose_.MatchPhone(call, request->lookup_key(), request->phone(),
                                                     ToDisclosure(request->disclosure())));
                            response->set_matches(matches);
                            return absl::OkStatus();
                          });
}

ApplicantGrpcService::Reactor* ApplicantGrpcService::DiscloseDossier(
    Context* context, const v1::DiscloseDossierRequest* request,
    v1::DiscloseDossierResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "DiscloseDossier", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(
            const DisclosedDossier disclosed,
            disclose_.ForPortal(call, request->dossier_id(), ToDisclosure(request->disclosure())));
        Fill(disclosed, *response);
        return absl::OkStatus();
      });
}

}  // namespace motcua::intake

#include "status/grpc_owner.h"

#include "motcua/base/status_macros.h"
#include "motcua/rpc/client.h"

namespace motcua::gateway {
namespace {

StatusEntry ToEntry(const type::v1::PublicStatus& status, const std::string& secret_hash) {
  StatusEntry entry;
  entry.version = {status.version().intake(), status.version().processing()};
  entry.status = status;
  entry.secret_hash = secret_hash;
  return entry;
}

}  // namespace

GrpcOwner::GrpcOwner(const std::shared_ptr<grpc::Channel>& intake,
                     const std::shared_ptr<grpc::Channel>& processing,
                     std::chrono::milliseconds limit)
    : intake_(intake::v1::IntakeService::NewStub(intake)),
      applicants_(intake::v1::ApplicantService::NewStub(intake)),
      processing_(processing::v1::ProcessingService::NewStub(processing)),
      limit_(limit) {}

absl::StatusOr<StatusEntry> GrpcOwner::Ask(const CallContext& call, const std::string& lookup_key) {
  intake::v1::GetStatusRequest intake_request;
  intake_request.set_lookup_key(lookup_key);
  intake::v1::GetStatusResponse at_intake;
  const absl::Status asked = rpc::Call(call, "gateway", limit_, [&](grpc::ClientContext* context) {
    return intake_->GetStatus(context, intake_request, &at_intake);
  });
  if (asked.code() == absl::StatusCode::kNotFound) {
    StatusEntry unknown;
    unknown.unknown = true;
    return unknown;
  }
  MOTCUA_RETURN_IF_ERROR(asked);
  if (!at_intake.accepted()) {
    return ToEntry(at_intake.status(), at_intake.secret_hash());
  }
  processing::v1::GetStatusRequest request;
  request.set_lookup_key(lookup_key);
  request.set_dossier_id(at_intake.dossier_id());
  processing::v1::GetStatusResponse at_processing;
  MOTCUA_RETURN_IF_ERROR(rpc::Call(call, "gateway", limit_, [&](grpc::ClientContext* context) {
    return processing_->GetStatus(context, request, &at_processing);
  }));
  return ToEntry(at_processing.status(), at_intake.secret_hash());
}

absl::StatusOr<bool> GrpcOwner::IsApplicantsPhone(const CallContext& call,
                                                  const std::string& lookup_key,
                                                  const std::string& phone) {
  intake::v1::MatchPhoneRequest request;
  request.set_lookup_key(lookup_key);
  request.set_phone(phone);
  request.mutable_disclosure()->set_recipient("gateway");
  request.mutable_disclosure()->set_purpose("status.own_phone");
  intake::v1::MatchPhoneResponse response;
  MOTCUA_RETURN_IF_ERROR(rpc::Call(call, "gateway", limit_, [&](grpc::ClientContext* context) {
    return applicants_->MatchPhone(context, request, &response);
  }));
  return response.matches();
}

}  // namespace motcua::gateway

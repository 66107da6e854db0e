#include "routes/owner_commands.h"

#include "motcua/base/status_macros.h"
#include "motcua/rpc/client.h"

namespace motcua::gateway {
namespace {

constexpr std::chrono::milliseconds kLimit{5000};

bool IsAccepted(const absl::Status& status) {
  return status.code() == absl::StatusCode::kFailedPrecondition &&
         Reason(status) == "DOSSIER_ACCEPTED";
}

type::v1::Actor Citizen(const CallContext& call) {
  type::v1::Actor actor;
  actor.set_kind(type::v1::ACTOR_KIND_CITIZEN);
  actor.set_id(call.caller);
  return actor;
}

template <typename Command>
void Fill(Command& command, const CallContext& call, const std::string& code,
          const std::string& reason) {
  command.set_dossier(code);
  *command.mutable_actor() = Citizen(call);
  command.set_reason(reason);
}

template <typename Dossier>
v1::ChangedBody Changed(const Dossier& dossier) {
  v1::ChangedBody body;
  body.set_code(dossier.code());
  body.set_state(dossier.state());
  return body;
}

/// One call on behalf of the portal: the idempotency scope is the portal's, not the gateway's.
template <typename Fn>
absl::Status AsPortal(const CallContext& call, Fn fn) {
  return rpc::Call(call, call.caller, kLimit, fn);
}

}  // namespace

OwnerCommands::OwnerCommands(const std::shared_ptr<grpc::Channel>& intake,
                             const std::shared_ptr<grpc::Channel>& processing)
    : intake_(intake::v1::IntakeService::NewStub(intake)),
      processing_(processing::v1::ProcessingService::NewStub(processing)) {}

absl::StatusOr<v1::FiledBody> OwnerCommands::File(const CallContext& call,
                                                  const v1::FileDossierBody& body) {
  intake::v1::FileDossierRequest request;
  *request.mutable_content() = body.content();
  *request.mutable_actor() = Citizen(call);
  intake::v1::FileDossierResponse response;
  MOTCUA_RETURN_IF_ERROR(AsPortal(
      call, [&](grpc::ClientContext* c) { return intake_->FileDossier(c, request, &response); }));
  v1::FiledBody filed;
  *filed.mutable_receipt() = response.receipt();
  filed.set_state(response.dossier().state());
  return filed;
}

absl::StatusOr<intake::v1::UploadPaperResponse> OwnerCommands::Upload(
    const CallContext& call, const intake::v1::UploadPaperRequest& request) {
  intake::v1::UploadPaperResponse response;
  MOTCUA_RETURN_IF_ERROR(AsPortal(
      call, [&](grpc::ClientContext* c) { return intake_->UploadPaper(c, request, &response); }));
  return response;
}

absl::StatusOr<v1::ChangedBody> OwnerCommands::SendSupplement(const CallContext& call,
                                                              const std::string& code,
                                                              const v1::SendSupplementBody& body) {
  intake::v1::SendSupplementRequest request;
  Fill(*request.mutable_command(), call, code, "");
  *request.mutable_parts() = body.parts();
  intake::v1::SendSupplementResponse response;
  const absl::Status sent = AsPortal(
      call, [&](grpc::ClientContext* c) { return intake_->SendSupplement(c, request, &response); });
  if (!IsAccepted(sent)) {
    MOTCUA_RETURN_IF_ERROR(sent);
    return Changed(response.dossier());
  }
  processing::v1::SendSupplementRequest after;
  Fill(*after.mutable_command(), call, code, "");
  for (const intake::v1::FiledPart& part : body.parts()) {
    after.mutable_paper_ids()->MergeFrom(part.paper_ids());
  }
  processing::v1::SendSupplementResponse answer;
  MOTCUA_RETURN_IF_ERROR(AsPortal(call, [&](grpc::ClientContext* c) {
    return processing_->SendSupplement(c, after, &answer);
  }));
  return Changed(answer.dossier());
}

absl::StatusOr<v1::ChangedBody> OwnerCommands::Withdraw(const CallContext& call,
                                                        const std::string& code,
                                                        const v1::WithdrawBody& body) {
  intake::v1::WithdrawDossierRequest request;
  Fill(*request.mutable_command(), call, code, body.reason());
  intake::v1::WithdrawDossierResponse response;
  const absl::Status withdrawn = AsPortal(call, [&](grpc::ClientContext* c) {
    return intake_->WithdrawDossier(c, request, &response);
  });
  if (!IsAccepted(withdrawn)) {
    MOTCUA_RETURN_IF_ERROR(withdrawn);
    return Changed(response.dossier());
  }
  processing::v1::WithdrawDossierRequest after;
  Fill(*after.mutable_command(), call, code, body.reason());
  processing::v1::WithdrawDossierResponse answer;
  MOTCUA_RETURN_IF_ERROR(AsPortal(call, [&](grpc::ClientContext* c) {
    return processing_->WithdrawDossier(c, after, &answer);
  }));
  return Changed(answer.dossier());
}

absl::StatusOr<v1::ChangedBody> OwnerCommands::ConfirmPayment(const CallContext& call,
                                                              const std::string& code,
                                                              const v1::ConfirmPaymentBody& body) {
  intake::v1::ConfirmPaymentRequest request;
  Fill(*request.mutable_command(), call, code, "");
  request.set_amount_vnd(body.amount_vnd());
  request.set_payment_reference(body.payment_reference());
  request.set_request_id(body.request_id());
  intake::v1::ConfirmPaymentResponse response;
  const absl::Status paid = AsPortal(
      call, [&](grpc::ClientContext* c) { return intake_->ConfirmPayment(c, request, &response); });
  if (!IsAccepted(paid)) {
    MOTCUA_RETURN_IF_ERROR(paid);
    return Changed(response.dossier());
  }
  processing::v1::ConfirmPaymentRequest after;
  Fill(*after.mutable_command(), call, code, "");
  after.set_amount_vnd(body.amount_vnd());
  after.set_payment_reference(body.payment_reference());
  after.set_request_id(body.request_id());
  processing::v1::ConfirmPaymentResponse answer;
  MOTCUA_RETURN_IF_ERROR(AsPortal(call, [&](grpc::ClientContext* c) {
    return processing_->ConfirmPayment(c, after, &answer);
  }));
  return Changed(answer.dossier());
}

}  // namespace motcua::gateway

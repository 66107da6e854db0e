#include "api/intake_grpc_service.h"

#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/command/key.h"
#include "motcua/rpc/message_bytes.h"
#include "motcua/rpc/page.h"

#include "api/mapping.h"
#include "messaging/dossier_document.h"
#include "messaging/timeline.h"

namespace motcua::intake {
namespace {

template <typename Response>
concept HasReceipt = requires(Response response) {
  response.mutable_receipt();
};

absl::Status UnreadableAnswer() {
  return Error(absl::StatusCode::kInternal, "ANSWER_UNREADABLE",
               "the kept answer of this command is not of its type");
}

template <typename Response>
std::string Encode(const Outcome& outcome) {
  Response answer;
  *answer.mutable_dossier() = ToMessage(outcome.dossier);
  if constexpr (HasReceipt<Response>) {
    if (outcome.receipt.has_value()) {
      *answer.mutable_receipt() = ToDocument(*outcome.receipt);
    }
  }
  return answer.SerializeAsString();
}

Channel ToChannel(motcua::type::v1::Channel channel) {
  // Online dossiers are filed; a clerk receives the others.
  return channel == motcua::type::v1::CHANNEL_DIRECT || channel == motcua::type::v1::CHANNEL_POST
             ? static_cast<Channel>(channel)
             : Channel::kUnspecified;
}

}  // namespace

// One command: the request's hash and the encoding of its answer are the same for all of them, and
// the answer given is the one that is kept, to the byte.
template <typename Request, typename Response, typename Execute>
IntakeGrpcService::Reactor* IntakeGrpcService::Command(Context* context, const char* method,
                                                       const Request* request, Response* response,
                                                       Execute execute) {
  return rpc::HandleUnary(
      context, parts_.edge, method,
      [method, request, response, execute](const CallContext& call) -> absl::Status {
        const Invocation invocation{
            .method = method,
            .request_hash = command::HashContent(rpc::MessageBytes(*request)),
            .encode = Encode<Response>};
        MOTCUA_ASSIGN_OR_RETURN(const std::string answer, execute(call, invocation));
        return response->ParseFromString(answer) ? absl::OkStatus() : UnreadableAnswer();
      });
}

template <typename Answer>
IntakeGrpcService::Reactor* IntakeGrpcService::Query(Context* context, const char* method,
                                                     Answer answer) {
  return rpc::HandleUnary(context, parts_.edge, method, std::move(answer));
}

IntakeGrpcService::Reactor* IntakeGrpcService::UploadPaper(Context* context,
                                                           const v1::UploadPaperRequest* request,
                                                           v1::UploadPaperResponse* response) {
  return Query(context, "UploadPaper",
               [this, request, response](const CallContext& call) -> absl::Status {
                 const intake::UploadPaper::Input input{
                     .method = "UploadPaper",
                     .request_hash = command::HashContent(rpc::MessageBytes(*request)),
                     .file_name = request->file_name(),
                     .media_type = request->media_type(),
                     .content = request->content(),
                     .sha256 = command::HashContent(request->content())};
                 const auto encode = [](const Paper& paper) {
                   v1::UploadPaperResponse answer;
                   answer.set_paper_id(paper.id);
                   answer.set_sha256(paper.sha256);
                   answer.set_size(static_cast<std::int64_t>(paper.content.size()));
                   return answer.SerializeAsString();
                 };
                 MOTCUA_ASSIGN_OR_RETURN(const std::string answer,
                                         parts_.upload_paper.Execute(call, input, encode));
                 return response->ParseFromString(answer) ? absl::OkStatus() : UnreadableAnswer();
               });
}

IntakeGrpcService::Reactor* IntakeGrpcService::FileDossier(Context* context,
                                                           const v1::FileDossierRequest* request,
                                                           v1::FileDossierResponse* response) {
  return Command(context, "FileDossier", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.take_in.File(call, invocation, ToContent(request->content()),
                                              ToActor(request->actor()));
                 });
}

IntakeGrpcService::Reactor* IntakeGrpcService::ReceiveDossier(
    Context* context, const v1::ReceiveDossierRequest* request,
    v1::ReceiveDossierResponse* response) {
  return Command(context, "ReceiveDossier", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.take_in.Receive(call, invocation, ToContent(request->content()),
                                                 ToChannel(request->channel()),
                                                 ToActor(request->actor()), request->fee_taken());
                 });
}

IntakeGrpcService::Reactor* IntakeGrpcService::AcceptDossier(
    Context* context, const v1::AcceptDossierRequest* request,
    v1::AcceptDossierResponse* response) {
  return Command(context, "AcceptDossier", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.accept.Execute(call, invocation, ToHeader(request->command()));
                 });
}

IntakeGrpcService::Reactor* IntakeGrpcService::RefuseDossier(
    Context* context, const v1::RefuseDossierRequest* request,
    v1::RefuseDossierResponse* response) {
  return Command(context, "RefuseDossier", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.refuse.Execute(call, invocation, ToHeader(request->command()));
                 });
}

IntakeGrpcService::Reactor* IntakeGrpcService::RequestSupplement(
    Context* context, const v1::RequestSupplementRequest* request,
    v1::RequestSupplementResponse* response) {
  return Command(context, "RequestSupplement", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.ask_supplement.Execute(
                       call, invocation, ToHeader(request->command()),
                       {request->items_vi().begin(), request->items_vi().end()});
                 });
}

IntakeGrpcService::Reactor* IntakeGrpcService::SendSupplement(
    Context* context, const v1::SendSupplementRequest* request,
    v1::SendSupplementResponse* response) {
  return Command(context, "SendSupplement", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.take_supplement.Execute(
                       call, invocation, ToHeader(request->command()), ToParts(request->parts()));
                 });
}

IntakeGrpcService::Reactor* IntakeGrpcService::RequestPayment(
    Context* context, const v1::RequestPaymentRequest* request,
    v1::RequestPaymentResponse* response) {
  return Command(context, "RequestPayment", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.ask_payment.Execute(call, invocation,
                                                     ToHeader(request->command()));
                 });
}

IntakeGrpcService::Reactor* IntakeGrpcService::ConfirmPayment(
    Context* context, const v1::ConfirmPaymentRequest* request,
    v1::ConfirmPaymentResponse* response) {
  return Command(context, "ConfirmPayment", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.take_payment.Execute(
                       call, invocation, ToHeader(request->command()), request->amount_vnd(),
                       request->payment_reference());
                 });
}

IntakeGrpcService::Reactor* IntakeGrpcService::WithdrawDossier(
    Context* context, const v1::WithdrawDossierRequest* request,
    v1::WithdrawDossierResponse* response) {
  return Command(context, "WithdrawDossier", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.withdraw.Execute(call, invocation, ToHeader(request->command()));
                 });
}

IntakeGrpcService::Reactor* IntakeGrpcService::CloseDossier(Context* context,
                                                            const v1::CloseDossierRequest* request,
                                                            v1::CloseDossierResponse* response) {
  return Command(context, "CloseDossier", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.close.Execute(call, invocation, ToHeader(request->command()));
                 });
}

IntakeGrpcService::Reactor* IntakeGrpcService::GetDossier(Context* context,
                                                          const v1::GetDossierRequest* request,
                                                          v1::GetDossierResponse* response) {
  return Query(context, "GetDossier",
               [this, request, response](const CallContext& call) -> absl::Status {
                 MOTCUA_ASSIGN_OR_RETURN(const Dossier dossier,
                                         parts_.queries.Get(call, request->dossier()));
                 *response->mutable_dossier() = ToMessage(dossier);
                 return absl::OkStatus();
               });
}

IntakeGrpcService::Reactor* IntakeGrpcService::ListDossiers(Context* context,
                                                            const v1::ListDossiersRequest* request,
                                                            v1::ListDossiersResponse* response) {
  return Query(context, "ListDossiers", [this, request, response](const CallContext& call) {
    return List(call, *request, *response);
  });
}

absl::Status IntakeGrpcService::List(const CallContext& call,
                                     const v1::ListDossiersRequest& request,
                                     v1::ListDossiersResponse& response) const {
  MOTCUA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  const std::string filter =
      "dossiers/" + request.receiving_agency() + "/" + std::to_string(request.state());
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> position,
                          rpc::ParsePageToken(filter, request.page_token(), 2));
  ListQuery query{.receiving_agency = request.receiving_agency(), .limit = size + 1};
  if (request.state() != 0) {
    // A number that is no state at all is refused by the use case like any other that waits not.
    query.state = static_cast<NationalState>(request.state());
  }
  if (!position.empty()) {
    const auto deadline = calendar::ParseRfc3339(position[0]);
    if (!deadline.ok() || !IsUuid(position[1])) {
      return FieldError("page_token", "PAGE_TOKEN_INVALID", "this is no page token of this list");
    }
    query.after = ListPosition{.deadline = *deadline, .id = position[1]};
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<Dossier> found, parts_.queries.List(call, query));
  for (const Dossier& dossier : found) {
    if (response.dossiers_size() == size) {
      const Dossier& last = found[static_cast<std::size_t>(size) - 1];
      response.set_next_page_token(
          rpc::MakePageToken(filter, {calendar::FormatRfc3339(*DeadlineOf(last)), last.id}));
      break;
    }
    *response.add_dossiers() = ToMessage(dossier);
  }
  return absl::OkStatus();
}

IntakeGrpcService::Reactor* IntakeGrpcService::GetReceipt(Context* context,
                                                          const v1::GetReceiptRequest* request,
                                                          v1::GetReceiptResponse* response) {
  return Query(
      context, "GetReceipt", [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(
            const Receipt receipt,
            parts_.queries.PrintReceipt(call, request->dossier(), ToActor(request->actor())));
        *response->mutable_receipt() = ToDocument(receipt);
        return absl::OkStatus();
      });
}

IntakeGrpcService::Reactor* IntakeGrpcService::GetStatus(Context* context,
                                                         const v1::GetStatusRequest* request,
                                                         v1::GetStatusResponse* response) {
  return Query(context, "GetStatus",
               [this, request, response](const CallContext& call) -> absl::Status {
                 MOTCUA_ASSIGN_OR_RETURN(const Dossier dossier,
                                         parts_.queries.Get(call, request->lookup_key()));
                 *response = ToStatus(dossier, parts_.clock.Now());
                 return absl::OkStatus();
               });
}

IntakeGrpcService::Reactor* IntakeGrpcService::GetTimeline(Context* context,
                                                           const v1::GetTimelineRequest* request,
                                                           v1::GetTimelineResponse* response) {
  return Query(context, "GetTimeline",
               [this, request, response](const CallContext& call) -> absl::Status {
                 MOTCUA_ASSIGN_OR_RETURN(const Dossier dossier,
                                         parts_.queries.Get(call, request->dossier()));
                 return ReadTimeline(parts_.pool, call, dossier, *response);
               });
}

}  // namespace motcua::intake

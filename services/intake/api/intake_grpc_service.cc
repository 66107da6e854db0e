#include "api/intake_grpc_service.h"

#include "motcua/base/sha256.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/program/command_call.h"
#include "motcua/rpc/page.h"
#include "motcua/wire/actor.h"

#include "api/mapping.h"
#include "store/dossier_document.h"
#include "store/timeline.h"

namespace motcua::intake {
namespace {

template <typename Response>
std::string Encode(const Dossier& dossier, const Decision& decision) {
  Response answer;
  *answer.mutable_dossier() = ToMessage(dossier);
  if constexpr (requires { answer.mutable_receipt(); }) {
    if (decision.receipt.has_value()) {
      *answer.mutable_receipt() = ToDocument(*decision.receipt);
      answer.mutable_receipt()->set_lookup_secret(decision.lookup_secret);
    }
  }
  return answer.SerializeAsString();
}

// Invalid ids cannot be looked up; the check of the parts reports them.
std::vector<std::string> PapersToFind(const std::vector<FiledPart>& parts) {
  return CheckParts(parts, "parts").ok() ? PapersOf(parts) : std::vector<std::string>();
}

std::string EncodePaper(const Paper& paper, const PaperModel::Decision& /*decision*/) {
  v1::UploadPaperResponse answer;
  answer.set_paper_id(paper.id);
  answer.set_sha256(paper.sha256);
  answer.set_size(static_cast<std::int64_t>(paper.content.size()));
  return answer.SerializeAsString();
}

}  // namespace

template <typename Request, typename Response>
IntakeGrpcService::Reactor* IntakeGrpcService::Run(Context* context, const char* method,
                                                   const Request* request, Response* response,
                                                   Transition transition,
                                                   const std::vector<FiledPart>& parts) {
  return program::HandleCommand(
      context, parts_.edge, method, request, response, parts_.dossiers,
      [&]() -> absl::StatusOr<command::Command<DossierModel>> {
        command::Command<DossierModel> command{
            .request = {.transition = std::move(transition), .papers = PapersToFind(parts)},
            .encode = Encode<Response>};
        if constexpr (requires { request->command(); }) {
          MOTCUA_ASSIGN_OR_RETURN(command.header, ToHeader(request->command()));
        } else {
          command.header.actor = wire::ToActor(request->actor());
        }
        return command;
      });
}

IntakeGrpcService::Reactor* IntakeGrpcService::UploadPaper(Context* context,
                                                           const v1::UploadPaperRequest* request,
                                                           v1::UploadPaperResponse* response) {
  return rpc::HandleUnary(context, parts_.edge, "UploadPaper", *request,
                          [this, request, response](const CallContext& call) {
                            command::Command<PaperModel> command{
                                .request = {.file_name = request->file_name(),
                                            .media_type = ReadMediaType(request->media_type()),
                                            .sha256 = Sha256Hex(request->content()),
                                            .content = request->content()},
                                .encode = EncodePaper};
                            program::Address(command, call, "UploadPaper", *request);
                            return program::ReadAnswer(parts_.papers.RunAlone(std::move(command)),
                                                       *response);
                          });
}

IntakeGrpcService::Reactor* IntakeGrpcService::DescribePapers(
    Context* context, const v1::DescribePapersRequest* request,
    v1::DescribePapersResponse* response) {
  return Query(context, "DescribePapers", *request,
               [this, request, response](const CallContext& call) -> absl::Status {
                 MOTCUA_ASSIGN_OR_RETURN(
                     const std::vector<PaperFacts> papers,
                     parts_.queries.DescribePapers(
                         call, {request->paper_ids().begin(), request->paper_ids().end()}));
                 for (const PaperFacts& paper : papers) {
                   *response->add_papers() = ToMessage(paper);
                 }
                 return absl::OkStatus();
               });
}

IntakeGrpcService::Reactor* IntakeGrpcService::FileDossier(Context* context,
                                                           const v1::FileDossierRequest* request,
                                                           v1::FileDossierResponse* response) {
  DossierContent content = ToContent(request->content());
  const std::vector<FiledPart> parts = content.parts;
  return Run(
      context, "FileDossier", request, response,
      [content = std::move(content)](Dossier& dossier, const Situation& situation) {
        return FileOnline(dossier, situation, content);
      },
      parts);
}

IntakeGrpcService::Reactor* IntakeGrpcService::ReceiveDossier(
    Context* context, const v1::ReceiveDossierRequest* request,
    v1::ReceiveDossierResponse* response) {
  DossierContent content = ToContent(request->content());
  const std::vector<FiledPart> parts = content.parts;
  return Run(
      context, "ReceiveDossier", request, response,
      [request, content = std::move(content)](Dossier& dossier, const Situation& situation) {
        return Receive(dossier, situation, content, ToChannel(request->channel()),
                       request->fee_taken());
      },
      parts);
}

IntakeGrpcService::Reactor* IntakeGrpcService::AcceptDossier(
    Context* context, const v1::AcceptDossierRequest* request,
    v1::AcceptDossierResponse* response) {
  return Run(context, "AcceptDossier", request, response, Accept);
}

IntakeGrpcService::Reactor* IntakeGrpcService::RefuseDossier(
    Context* context, const v1::RefuseDossierRequest* request,
    v1::RefuseDossierResponse* response) {
  return Run(context, "RefuseDossier", request, response, Refuse);
}

IntakeGrpcService::Reactor* IntakeGrpcService::RequestSupplement(
    Context* context, const v1::RequestSupplementRequest* request,
    v1::RequestSupplementResponse* response) {
  return Run(context, "RequestSupplement", request, response,
             [request](Dossier& dossier, const Situation& situation) {
               return intake::RequestSupplement(
                   dossier, situation, {request->items_vi().begin(), request->items_vi().end()});
             });
}

IntakeGrpcService::Reactor* IntakeGrpcService::SendSupplement(
    Context* context, const v1::SendSupplementRequest* request,
    v1::SendSupplementResponse* response) {
  const std::vector<FiledPart> parts = ToParts(request->parts());
  return Run(
      context, "SendSupplement", request, response,
      [parts](Dossier& dossier, const Situation& situation) {
        return intake::SendSupplement(dossier, situation, parts);
      },
      parts);
}

IntakeGrpcService::Reactor* IntakeGrpcService::RequestPayment(
    Context* context, const v1::RequestPaymentRequest* request,
    v1::RequestPaymentResponse* response) {
  return Run(context, "RequestPayment", request, response, intake::RequestPayment);
}

IntakeGrpcService::Reactor* IntakeGrpcService::ConfirmPayment(
    Context* context, const v1::ConfirmPaymentRequest* request,
    v1::ConfirmPaymentResponse* response) {
  return Run(context, "ConfirmPayment", request, response,
             [request](Dossier& dossier, const Situation& situation) {
               return intake::ConfirmPayment(dossier, situation, request->request_id(),
                                             request->amount_vnd(), request->payment_reference());
             });
}

IntakeGrpcService::Reactor* IntakeGrpcService::WithdrawDossier(
    Context* context, const v1::WithdrawDossierRequest* request,
    v1::WithdrawDossierResponse* response) {
  return Run(context, "WithdrawDossier", request, response, Withdraw);
}

IntakeGrpcService::Reactor* IntakeGrpcService::CloseDossier(Context* context,
                                                            const v1::CloseDossierRequest* request,
                                                            v1::CloseDossierResponse* response) {
  return Run(context, "CloseDossier", request, response, Close);
}

template <typename Answer>
IntakeGrpcService::Reactor* IntakeGrpcService::Query(Context* context, const char* method,
                                                     const google::protobuf::Message& request,
                                                     Answer answer) {
  return rpc::HandleUnary(context, parts_.edge, method, request, std::move(answer));
}

IntakeGrpcService::Reactor* IntakeGrpcService::GetDossier(Context* context,
                                                          const v1::GetDossierRequest* request,
                                                          v1::GetDossierResponse* response) {
  return Query(context, "GetDossier", *request,
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
  return Query(context, "ListDossiers", *request,
               [this, request, response](const CallContext& call) {
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
    // An invalid state number is refused by the use case like any state that is not a waiting one.
    query.state = static_cast<NationalState>(request.state());
  }
  if (!position.empty()) {
    const auto deadline = calendar::ParseRfc3339(position[0]);
    if (!deadline.ok() || !IsUuid(position[1])) {
      return rpc::InvalidPageToken();
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
  return Query(context, "GetReceipt", *request,
               [this, request, response](const CallContext& call) -> absl::Status {
                 const Actor actor = wire::ToActor(request->actor());
                 MOTCUA_RETURN_IF_ERROR(command::CheckActor(actor, "actor"));
                 MOTCUA_ASSIGN_OR_RETURN(
                     const Receipt receipt,
                     parts_.queries.PrintReceipt(call, request->dossier(), actor));
                 *response->mutable_receipt() = ToDocument(receipt);
                 return absl::OkStatus();
               });
}

IntakeGrpcService::Reactor* IntakeGrpcService::GetStatus(Context* context,
                                                         const v1::GetStatusRequest* request,
                                                         v1::GetStatusResponse* response) {
  return Query(context, "GetStatus", *request,
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
  return Query(context, "GetTimeline", *request,
               [this, request, response](const CallContext& call) -> absl::Status {
                 MOTCUA_ASSIGN_OR_RETURN(const Dossier dossier,
                                         parts_.queries.Get(call, request->dossier()));
                 return ReadTimeline(parts_.pool, call, dossier, *response);
               });
}

}  // namespace motcua::intake

#include "api/feedback_grpc_service.h"

#include "motcua/base/status_macros.h"
#include "motcua/command/key.h"
#include "motcua/rpc/message_bytes.h"

#include "api/lists.h"
#include "api/mapping.h"
#include "messaging/rules_document.h"

namespace motcua::feedback {
namespace {

absl::Status UnreadableAnswer() {
  return Error(absl::StatusCode::kInternal, "ANSWER_UNREADABLE",
               "the kept answer of this command is not of its type");
}

template <typename Response>
std::string EncodeOutcome(const Outcome& outcome) {
  Response answer;
  *answer.mutable_petition() = ToMessage(outcome.petition, outcome.view);
  if constexpr (requires { answer.set_lookup_secret(outcome.lookup_secret); }) {
    answer.set_lookup_secret(outcome.lookup_secret);
  }
  return answer.SerializeAsString();
}

std::string EncodeRating(const Rating& rating) {
  v1::RateDossierResponse answer;
  answer.set_code(rating.dossier.code);
  answer.set_score(rating.score);
  return answer.SerializeAsString();
}

}  // namespace

// One command: the request's hash is made the same way for all of them, and the answer given is the
// one that is kept, to the byte.
template <typename Request, typename Response, typename Execute>
FeedbackGrpcService::Reactor* FeedbackGrpcService::Command(Context* context, const char* method,
                                                           const Request* request,
                                                           Response* response, Execute execute) {
  return rpc::HandleUnary(
      context, parts_.edge, method,
      [method, request, response, execute](const CallContext& call) -> absl::Status {
        const Invocation invocation{
            .method = method, .request_hash = command::HashContent(rpc::MessageBytes(*request))};
        MOTCUA_ASSIGN_OR_RETURN(const std::string answer, execute(call, invocation));
        return response->ParseFromString(answer) ? absl::OkStatus() : UnreadableAnswer();
      });
}

template <typename Request, typename Response>
FeedbackGrpcService::Reactor* FeedbackGrpcService::Decide(
    Context* context, const char* method, const Request* request, Response* response,
    Transition (*transition)(Petition&, const Situation&, const Request&)) {
  return Command(
      context, method, request, response,
      [this, request, transition](const CallContext& call, const Invocation& invocation) {
        const auto decide = [&](Petition& petition, const Situation& situation) {
          return transition(petition, situation, *request);
        };
        return parts_.command.Run(call, invocation, ToHeader(request->command()), decide,
                                  EncodeOutcome<Response>);
      });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::SendPetition(
    Context* context, const v1::SendPetitionRequest* request, v1::SendPetitionResponse* response) {
  return Command(context, "SendPetition", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.send.Execute(call, invocation, ToDraft(*request),
                                              ToActor(request->actor()),
                                              EncodeOutcome<v1::SendPetitionResponse>);
                 });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::AcceptPetition(
    Context* context, const v1::AcceptPetitionRequest* request,
    v1::AcceptPetitionResponse* response) {
  return Decide(
      context, "AcceptPetition", request, response,
      +[](Petition& petition, const Situation& situation, const v1::AcceptPetitionRequest& accept) {
        return Accept(petition, situation, ToClass(accept.class_()), accept.restricted());
      });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::RefusePetition(
    Context* context, const v1::RefusePetitionRequest* request,
    v1::RefusePetitionResponse* response) {
  return Decide(
      context, "RefusePetition", request, response,
      +[](Petition& petition, const Situation& situation,
          const v1::RefusePetitionRequest& /*refuse*/) { return Refuse(petition, situation); });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::AskSender(Context* context,
                                                             const v1::AskSenderRequest* request,
                                                             v1::AskSenderResponse* response) {
  return Decide(
      context, "AskSender", request, response,
      +[](Petition& petition, const Situation& situation, const v1::AskSenderRequest& ask) {
        return Ask(petition, situation, ask.question());
      });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::SupplementPetition(
    Context* context, const v1::SupplementPetitionRequest* request,
    v1::SupplementPetitionResponse* response) {
  return Command(context, "SupplementPetition", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.command.RunSupplement(
                       call, invocation, ToHeader(request->command()), request->text(),
                       request->lookup_secret(), EncodeOutcome<v1::SupplementPetitionResponse>);
                 });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::AssignPetition(
    Context* context, const v1::AssignPetitionRequest* request,
    v1::AssignPetitionResponse* response) {
  return Decide(
      context, "AssignPetition", request, response,
      +[](Petition& petition, const Situation& situation, const v1::AssignPetitionRequest& assign) {
        return Assign(petition, situation, assign.agency());
      });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::TransferPetition(
    Context* context, const v1::TransferPetitionRequest* request,
    v1::TransferPetitionResponse* response) {
  return Decide(
      context, "TransferPetition", request, response,
      +[](Petition& petition, const Situation& situation,
          const v1::TransferPetitionRequest& transfer) {
        return Transfer(petition, situation, transfer.agency(), transfer.outside_agency());
      });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::AnswerPetition(
    Context* context, const v1::AnswerPetitionRequest* request,
    v1::AnswerPetitionResponse* response) {
  return Decide(
      context, "AnswerPetition", request, response,
      +[](Petition& petition, const Situation& situation, const v1::AnswerPetitionRequest& given) {
        return Answer(petition, situation, given.answer(), given.publish());
      });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::PublishPetition(
    Context* context, const v1::PublishPetitionRequest* request,
    v1::PublishPetitionResponse* response) {
  return Decide(
      context, "PublishPetition", request, response,
      +[](Petition& petition, const Situation& situation,
          const v1::PublishPetitionRequest& publish) {
        return Publish(petition, situation, publish.public_text());
      });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::GetPetition(
    Context* context, const v1::GetPetitionRequest* request, v1::GetPetitionResponse* response) {
  return rpc::HandleUnary(context, parts_.edge, "GetPetition",
                          [this, request, response](const CallContext& call) -> absl::Status {
                            MOTCUA_ASSIGN_OR_RETURN(const PetitionQueries::Shown shown,
                                                    parts_.queries.Get(call, request->petition(),
                                                                       ToActor(request->actor())));
                            *response->mutable_petition() = ToMessage(shown.petition, shown.view);
                            AddHistory(shown.history, *response->mutable_petition());
                            return absl::OkStatus();
                          });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::ListPetitions(
    Context* context, const v1::ListPetitionsRequest* request,
    v1::ListPetitionsResponse* response) {
  return rpc::HandleUnary(context, parts_.edge, "ListPetitions",
                          [this, request, response](const CallContext& call) {
                            return AnswerWorkList(parts_.queries, call, *request, *response);
                          });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::GetPetitionStatus(
    Context* context, const v1::GetPetitionStatusRequest* request,
    v1::GetPetitionStatusResponse* response) {
  return rpc::HandleUnary(
      context, parts_.edge, "GetPetitionStatus",
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(
            const PublicStatus status,
            parts_.queries.Status(call, request->code(), request->lookup_secret()));
        *response = ToMessage(status);
        return absl::OkStatus();
      });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::ListPublished(
    Context* context, const v1::ListPublishedRequest* request,
    v1::ListPublishedResponse* response) {
  return rpc::HandleUnary(context, parts_.edge, "ListPublished",
                          [this, request, response](const CallContext& call) {
                            return AnswerPublished(parts_.queries, call, *request, *response);
                          });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::CountPetitions(
    Context* context, const v1::CountPetitionsRequest* request,
    v1::CountPetitionsResponse* response) {
  return rpc::HandleUnary(
      context, parts_.edge, "CountPetitions",
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(
            const std::vector<PetitionCount> counts,
            parts_.queries.CountPetitions(call, {.from = request->from(), .to = request->to()}));
        for (const PetitionCount& count : counts) {
          *response->add_counts() = ToMessage(count);
        }
        return absl::OkStatus();
      });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::RateDossier(
    Context* context, const v1::RateDossierRequest* request, v1::RateDossierResponse* response) {
  return Command(context, "RateDossier", request, response,
                 [this, request](const CallContext& call, const Invocation& invocation) {
                   return parts_.rate.Execute(call, invocation, request->code(), request->score(),
                                              ToSource(request->source()), EncodeRating);
                 });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::CountRatings(
    Context* context, const v1::CountRatingsRequest* request, v1::CountRatingsResponse* response) {
  return rpc::HandleUnary(
      context, parts_.edge, "CountRatings",
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(
            const std::vector<RatingCount> counts,
            parts_.queries.CountRatings(call, {.from = request->from(), .to = request->to()}));
        for (const RatingCount& count : counts) {
          *response->add_counts() = ToMessage(count);
        }
        return absl::OkStatus();
      });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::LoadPetitionRules(
    Context* context, const v1::LoadPetitionRulesRequest* request,
    v1::LoadPetitionRulesResponse* response) {
  return rpc::HandleUnary(
      context, parts_.edge, "LoadPetitionRules",
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const PetitionRules rules, ToRules(request->rules()));
        MOTCUA_ASSIGN_OR_RETURN(const bool added,
                                parts_.load_rules.Execute(call, rules, request->dry_run()));
        response->set_added(added);
        return absl::OkStatus();
      });
}

}  // namespace motcua::feedback

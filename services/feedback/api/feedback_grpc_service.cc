#include "api/feedback_grpc_service.h"

#include "motcua/base/status_macros.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/program/command_call.h"
#include "motcua/wire/actor.h"

#include "api/lists.h"
#include "api/mapping.h"
#include "command/rule_loads.h"
#include "store/rules_document.h"

namespace motcua::feedback {
namespace {

template <typename Response>
std::string EncodeOutcome(const Petition& petition, const PetitionDecision& decision) {
  Response answer;
  *answer.mutable_petition() = ToMessage(petition, decision.view);
  if constexpr (requires { answer.set_lookup_secret(decision.lookup_secret); }) {
    answer.set_lookup_secret(decision.lookup_secret);
  }
  return answer.SerializeAsString();
}

std::string EncodeRating(const RatedDossier& /*rated*/, const Rating& rating) {
  v1::RateDossierResponse answer;
  answer.set_code(rating.dossier.code);
  answer.set_score(rating.score);
  return answer.SerializeAsString();
}

PetitionRequest Sending(const Draft& draft) {
  return {
      .decide = [draft](Petition& petition,
                        const Situation& situation) { return SendNew(petition, situation, draft); },
      .other = {}};
}

command::Command<PetitionModel> NewPetition(const v1::SendPetitionRequest& request,
                                            const Draft& draft) {
  return {.header = {.subject = {},
                     .expected_revision = 0,
                     .actor = wire::ToActor(request.actor()),
                     .reason = {},
                     .legal_ground = {}},
          .request = Sending(draft),
          .encode = EncodeOutcome<v1::SendPetitionResponse>};
}

}  // namespace

template <typename Request, typename Response>
FeedbackGrpcService::Reactor* FeedbackGrpcService::Run(Context* context, const char* method,
                                                       const Request* request, Response* response,
                                                       command::Header header,
                                                       PetitionRequest asked) {
  return program::HandleCommand(
      context, parts_.edge, method, request, response, parts_.petitions,
      [&]() -> absl::StatusOr<command::Command<PetitionModel>> {
        if (header.subject.empty()) {
          return FieldError("command.petition", "PETITION_MISSING", "say which petition is meant");
        }
        return command::Command<PetitionModel>{.header = std::move(header),
                                               .request = std::move(asked),
                                               .encode = EncodeOutcome<Response>};
      });
}

template <typename Request, typename Response>
FeedbackGrpcService::Reactor* FeedbackGrpcService::Decide(
    Context* context, const char* method, const Request* request, Response* response,
    Transition (*transition)(Petition&, const Situation&, const Request&)) {
  return Run(context, method, request, response, ToHeader(request->command()),
             {.decide =
                  [request, transition](Petition& petition, const Situation& situation) {
                    return transition(petition, situation, *request);
                  },
              .other = {}});
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::SendPetition(
    Context* context, const v1::SendPetitionRequest* request, v1::SendPetitionResponse* response) {
  if (request->about_dossier().empty()) {
    return program::HandleCommand(context, parts_.edge, "SendPetition", request, response,
                                  parts_.petitions,
                                  [&]() -> absl::StatusOr<command::Command<PetitionModel>> {
                                    return NewPetition(*request, ToDraft(*request));
                                  });
  }
  return rpc::HandleUnary(context, parts_.edge, "SendPetition", *request,
                          [this, request, response](const CallContext& call) {
                            return SendAboutDossier(call, *request, *response);
                          });
}

absl::Status FeedbackGrpcService::SendAboutDossier(const CallContext& call,
                                                   const v1::SendPetitionRequest& request,
                                                   v1::SendPetitionResponse& response) {
  Draft draft = ToDraft(request);
  command::Command<PetitionModel> command = NewPetition(request, draft);
  program::Address(command, call, "SendPetition", request);
  MOTCUA_ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                          parts_.petitions.Replay(command));
  if (earlier.has_value()) {
    return program::ReadAnswer(*earlier, response);
  }
  MOTCUA_RETURN_IF_ERROR(command::CheckActor(command.header.actor, "actor"));
  const dossier::DossierCode typed = dossier::ParseDossierCode(draft.about_dossier);
  std::optional<std::string> code;
  if (typed.valid) {
    MOTCUA_ASSIGN_OR_RETURN(code, parts_.dossiers.FindCode(call, typed.key));
  }
  if (!code.has_value()) {
    return FieldError("about_dossier", "DOSSIER_UNKNOWN", "no such dossier");
  }
  draft.about_dossier = *code;
  command.request = Sending(draft);
  return program::ReadAnswer(parts_.petitions.Run(std::move(command)), response);
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
  return Decide(
      context, "SupplementPetition", request, response,
      +[](Petition& petition, const Situation& situation,
          const v1::SupplementPetitionRequest& given) {
        return SupplementProven(petition, situation, given.text(), given.lookup_secret());
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

FeedbackGrpcService::Reactor* FeedbackGrpcService::JoinPetition(
    Context* context, const v1::JoinPetitionRequest* request, v1::JoinPetitionResponse* response) {
  return Run(context, "JoinPetition", request, response, ToHeader(request->command()),
             {.decide = Join, .other = request->earlier()});
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
  return rpc::HandleUnary(
      context, parts_.edge, "GetPetition", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_RETURN_IF_ERROR(command::CheckActor(wire::ToActor(request->actor()), "actor"));
        MOTCUA_ASSIGN_OR_RETURN(
            const PetitionQueries::Shown shown,
            parts_.queries.Get(call, request->petition(), wire::ToActor(request->actor())));
        *response->mutable_petition() = ToMessage(shown.petition, shown.view);
        AddHistory(shown.history, *response->mutable_petition());
        response->mutable_petition()->set_repeat_of(shown.repeat_of);
        return absl::OkStatus();
      });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::ListPetitions(
    Context* context, const v1::ListPetitionsRequest* request,
    v1::ListPetitionsResponse* response) {
  return rpc::HandleUnary(context, parts_.edge, "ListPetitions", *request,
                          [this, request, response](const CallContext& call) {
                            return AnswerWorkList(parts_.queries, call, *request, *response);
                          });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::GetPetitionStatus(
    Context* context, const v1::GetPetitionStatusRequest* request,
    v1::GetPetitionStatusResponse* response) {
  return rpc::HandleUnary(
      context, parts_.edge, "GetPetitionStatus", *request,
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
  return rpc::HandleUnary(context, parts_.edge, "ListPublished", *request,
                          [this, request, response](const CallContext& call) {
                            return AnswerPublished(parts_.queries, call, *request, *response);
                          });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::CountPetitions(
    Context* context, const v1::CountPetitionsRequest* request,
    v1::CountPetitionsResponse* response) {
  return rpc::HandleUnary(
      context, parts_.edge, "CountPetitions", *request,
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
  return program::HandleCommand(
      context, parts_.edge, "RateDossier", request, response, parts_.ratings,
      [&]() -> absl::StatusOr<command::Command<RatingModel>> {
        // The name of who rates is not recorded (NĐ 61/2018 Đ27.3): a citizen without a name.
        return command::Command<RatingModel>{
            .header = {.subject = request->code().empty() ? "-" : request->code(),
                       .expected_revision = 0,
                       .actor = {.kind = ActorKind::kCitizen, .id = {}, .agency = {}},
                       .reason = {},
                       .legal_ground = {}},
            .request = {.score = request->score(), .source = ToSource(request->source())},
            .encode = EncodeRating};
      });
}

FeedbackGrpcService::Reactor* FeedbackGrpcService::CountRatings(
    Context* context, const v1::CountRatingsRequest* request, v1::CountRatingsResponse* response) {
  return rpc::HandleUnary(
      context, parts_.edge, "CountRatings", *request,
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
      context, parts_.edge, "LoadPetitionRules", *request,
      [this, request, response](const CallContext& call) {
        return program::RunLoad(
            parts_.pool, call, "LoadPetitionRules", *request, *response,
            [&](db::Transaction& transaction) -> absl::StatusOr<v1::LoadPetitionRulesResponse> {
              MOTCUA_ASSIGN_OR_RETURN(const PetitionRules rules, ToRules(request->rules()));
              MOTCUA_ASSIGN_OR_RETURN(const bool added,
                                      feedback::LoadPetitionRules(transaction, call, parts_.rules,
                                                                  rules, request->dry_run()));
              v1::LoadPetitionRulesResponse made;
              made.set_added(added);
              return made;
            });
      });
}

}  // namespace motcua::feedback

#pragma once

#include "motcua/feedback/v1/feedback_service.grpc.pb.h"

#include "motcua/db/pool.h"
#include "motcua/rpc/unary.h"

#include "command/petition_commands.h"
#include "command/rating_commands.h"
#include "store/rules_cache.h"
#include "usecase/petition_queries.h"

namespace motcua::feedback {

/// FeedbackService: maps each request, calls one use case, maps the answer back. Thread-safe; its
/// arguments must outlive it.
class FeedbackGrpcService final : public v1::FeedbackService::CallbackService {
 public:
  struct Parts {
    const rpc::Edge& edge;
    PetitionFrame& petitions;
    RatingFrame& ratings;
    Dossiers& dossiers;
    const PetitionQueries& queries;
    db::Pool& pool;
    RulesCache& rules;
  };
  explicit FeedbackGrpcService(Parts parts) : parts_(parts) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* SendPetition(Context* context, const v1::SendPetitionRequest* request,
                        v1::SendPetitionResponse* response) override;
  Reactor* AcceptPetition(Context* context, const v1::AcceptPetitionRequest* request,
                          v1::AcceptPetitionResponse* response) override;
  Reactor* RefusePetition(Context* context, const v1::RefusePetitionRequest* request,
                          v1::RefusePetitionResponse* response) override;
  Reactor* AskSender(Context* context, const v1::AskSenderRequest* request,
                     v1::AskSenderResponse* response) override;
  Reactor* SupplementPetition(Context* context, const v1::SupplementPetitionRequest* request,
                              v1::SupplementPetitionResponse* response) override;
  Reactor* AssignPetition(Context* context, const v1::AssignPetitionRequest* request,
                          v1::AssignPetitionResponse* response) override;
  Reactor* TransferPetition(Context* context, const v1::TransferPetitionRequest* request,
                            v1::TransferPetitionResponse* response) override;
  Reactor* JoinPetition(Context* context, const v1::JoinPetitionRequest* request,
                        v1::JoinPetitionResponse* response) override;
  Reactor* AnswerPetition(Context* context, const v1::AnswerPetitionRequest* request,
                          v1::AnswerPetitionResponse* response) override;
  Reactor* PublishPetition(Context* context, const v1::PublishPetitionRequest* request,
                           v1::PublishPetitionResponse* response) override;
  Reactor* GetPetition(Context* context, const v1::GetPetitionRequest* request,
                       v1::GetPetitionResponse* response) override;
  Reactor* ListPetitions(Context* context, const v1::ListPetitionsRequest* request,
                         v1::ListPetitionsResponse* response) override;
  Reactor* GetPetitionStatus(Context* context, const v1::GetPetitionStatusRequest* request,
                             v1::GetPetitionStatusResponse* response) override;
  Reactor* ListPublished(Context* context, const v1::ListPublishedRequest* request,
                         v1::ListPublishedResponse* response) override;
  Reactor* CountPetitions(Context* context, const v1::CountPetitionsRequest* request,
                          v1::CountPetitionsResponse* response) override;
  Reactor* RateDossier(Context* context, const v1::RateDossierRequest* request,
                       v1::RateDossierResponse* response) override;
  Reactor* CountRatings(Context* context, const v1::CountRatingsRequest* request,
                        v1::CountRatingsResponse* response) override;
  Reactor* LoadPetitionRules(Context* context, const v1::LoadPetitionRulesRequest* request,
                             v1::LoadPetitionRulesResponse* response) override;

 private:
  /// A command about a petition; the header of a new petition names none.
  template <typename Request, typename Response>
  Reactor* Run(Context* context, const char* method, const Request* request, Response* response,
               command::Header header, PetitionRequest asked);
  template <typename Request, typename Response>
  Reactor* Decide(Context* context, const char* method, const Request* request, Response* response,
                  Transition (*transition)(Petition&, const Situation&, const Request&));
  /// A new petition about a dossier; asks intake for the dossier's code first.
  absl::Status SendAboutDossier(const CallContext& call, const v1::SendPetitionRequest& request,
                                v1::SendPetitionResponse& response);

  const Parts parts_;
};

}  // namespace motcua::feedback

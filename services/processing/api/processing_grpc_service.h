#pragma once

#include "motcua/processing/v1/processing_service.grpc.pb.h"

#include "motcua/rpc/unary.h"

#include "command/dossier_commands.h"
#include "store/pg_queries.h"

namespace motcua::processing {

/// ProcessingService: each command is one transition of domain/transitions.h run by libs/command,
/// each query one read. Thread-safe.
class ProcessingGrpcService final : public v1::ProcessingService::CallbackService {
 public:
  ProcessingGrpcService(const rpc::Edge& edge, DossierFrame& commands, PgQueries& queries,
                        RuleBook& rules, AcceptanceSource& acceptances, Papers& papers)
      : edge_(edge),
        commands_(commands),
        queries_(queries),
        rules_(rules),
        acceptances_(acceptances),
        papers_(papers) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* ForwardDossier(Context* context, const v1::ForwardDossierRequest* request,
                          v1::ForwardDossierResponse* response) override;
  Reactor* TransferTask(Context* context, const v1::TransferTaskRequest* request,
                        v1::TransferTaskResponse* response) override;
  Reactor* RecallDossier(Context* context, const v1::RecallDossierRequest* request,
                         v1::RecallDossierResponse* response) override;
  Reactor* RequestSupplement(Context* context, const v1::RequestSupplementRequest* request,
                             v1::RequestSupplementResponse* response) override;
  Reactor* SendSupplement(Context* context, const v1::SendSupplementRequest* request,
                          v1::SendSupplementResponse* response) override;
  Reactor* ConfirmSupplement(Context* context, const v1::ConfirmSupplementRequest* request,
                             v1::ConfirmSupplementResponse* response) override;
  Reactor* CloseDossier(Context* context, const v1::CloseDossierRequest* request,
                        v1::CloseDossierResponse* response) override;
  Reactor* RequestPayment(Context* context, const v1::RequestPaymentRequest* request,
                          v1::RequestPaymentResponse* response) override;
  Reactor* ConfirmPayment(Context* context, const v1::ConfirmPaymentRequest* request,
                          v1::ConfirmPaymentResponse* response) override;
  Reactor* StopDossier(Context* context, const v1::StopDossierRequest* request,
                       v1::StopDossierResponse* response) override;
  Reactor* ResumeDossier(Context* context, const v1::ResumeDossierRequest* request,
                         v1::ResumeDossierResponse* response) override;
  Reactor* WithdrawDossier(Context* context, const v1::WithdrawDossierRequest* request,
                           v1::WithdrawDossierResponse* response) override;
  Reactor* ReturnDossier(Context* context, const v1::ReturnDossierRequest* request,
                         v1::ReturnDossierResponse* response) override;
  Reactor* FinishDossier(Context* context, const v1::FinishDossierRequest* request,
                         v1::FinishDossierResponse* response) override;
  Reactor* TransferResult(Context* context, const v1::TransferResultRequest* request,
                          v1::TransferResultResponse* response) override;
  Reactor* ConfirmResult(Context* context, const v1::ConfirmResultRequest* request,
                         v1::ConfirmResultResponse* response) override;
  Reactor* HandOverResult(Context* context, const v1::HandOverResultRequest* request,
                          v1::HandOverResultResponse* response) override;
  Reactor* ExtendDueDate(Context* context, const v1::ExtendDueDateRequest* request,
                         v1::ExtendDueDateResponse* response) override;
  Reactor* GetDossier(Context* context, const v1::GetDossierRequest* request,
                      v1::GetDossierResponse* response) override;
  Reactor* ListTasks(Context* context, const v1::ListTasksRequest* request,
                     v1::ListTasksResponse* response) override;
  Reactor* GetStatus(Context* context, const v1::GetStatusRequest* request,
                     v1::GetStatusResponse* response) override;
  Reactor* GetTimeline(Context* context, const v1::GetTimelineRequest* request,
                       v1::GetTimelineResponse* response) override;
  Reactor* ExplainDueDate(Context* context, const v1::ExplainDueDateRequest* request,
                          v1::ExplainDueDateResponse* response) override;

 private:
  /// One command: runs `transition` in the frame.
  template <typename Request, typename Response>
  Reactor* Run(Context* context, const char* method, const Request* request, Response* response,
               Transition transition);
  /// SendSupplement with papers, which intake must have. Waits for intake, so not on a gRPC thread.
  absl::Status SendPapers(const CallContext& call, const v1::SendSupplementRequest& request,
                          v1::SendSupplementResponse& response);
  /// Reads a dossier, fetching it from intake if it has not arrived yet.
  absl::StatusOr<Dossier> Find(const CallContext& call, const std::string& dossier);

  const rpc::Edge& edge_;
  DossierFrame& commands_;
  PgQueries& queries_;
  RuleBook& rules_;
  AcceptanceSource& acceptances_;
  Papers& papers_;
};

}  // namespace motcua::processing

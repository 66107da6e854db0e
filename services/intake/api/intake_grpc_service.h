#pragma once

#include "motcua/intake/v1/intake_service.grpc.pb.h"

#include "motcua/base/clock.h"
#include "motcua/db/pool.h"
#include "motcua/rpc/unary.h"

#include "command/dossier_commands.h"
#include "command/paper_commands.h"
#include "usecase/dossier_queries.h"

namespace motcua::intake {

/// IntakeService: maps each request to a transition or a query, and the answer back. Thread-safe;
/// its arguments must outlive it.
class IntakeGrpcService final : public v1::IntakeService::CallbackService {
 public:
  struct Parts {
    const rpc::Edge& edge;
    /// For the timeline, which is read directly from the event history.
    db::Pool& pool;
    const Clock& clock;
    PaperFrame& papers;
    DossierFrame& dossiers;
    const DossierQueries& queries;
  };
  explicit IntakeGrpcService(Parts parts) : parts_(parts) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* UploadPaper(Context* context, const v1::UploadPaperRequest* request,
                       v1::UploadPaperResponse* response) override;
  Reactor* DescribePapers(Context* context, const v1::DescribePapersRequest* request,
                          v1::DescribePapersResponse* response) override;
  Reactor* FileDossier(Context* context, const v1::FileDossierRequest* request,
                       v1::FileDossierResponse* response) override;
  Reactor* ReceiveDossier(Context* context, const v1::ReceiveDossierRequest* request,
                          v1::ReceiveDossierResponse* response) override;
  Reactor* AcceptDossier(Context* context, const v1::AcceptDossierRequest* request,
                         v1::AcceptDossierResponse* response) override;
  Reactor* RefuseDossier(Context* context, const v1::RefuseDossierRequest* request,
                         v1::RefuseDossierResponse* response) override;
  Reactor* RequestSupplement(Context* context, const v1::RequestSupplementRequest* request,
                             v1::RequestSupplementResponse* response) override;
  Reactor* SendSupplement(Context* context, const v1::SendSupplementRequest* request,
                          v1::SendSupplementResponse* response) override;
  Reactor* RequestPayment(Context* context, const v1::RequestPaymentRequest* request,
                          v1::RequestPaymentResponse* response) override;
  Reactor* ConfirmPayment(Context* context, const v1::ConfirmPaymentRequest* request,
                          v1::ConfirmPaymentResponse* response) override;
  Reactor* WithdrawDossier(Context* context, const v1::WithdrawDossierRequest* request,
                           v1::WithdrawDossierResponse* response) override;
  Reactor* CloseDossier(Context* context, const v1::CloseDossierRequest* request,
                        v1::CloseDossierResponse* response) override;
  Reactor* GetDossier(Context* context, const v1::GetDossierRequest* request,
                      v1::GetDossierResponse* response) override;
  Reactor* ListDossiers(Context* context, const v1::ListDossiersRequest* request,
                        v1::ListDossiersResponse* response) override;
  Reactor* GetReceipt(Context* context, const v1::GetReceiptRequest* request,
                      v1::GetReceiptResponse* response) override;
  Reactor* GetStatus(Context* context, const v1::GetStatusRequest* request,
                     v1::GetStatusResponse* response) override;
  Reactor* GetTimeline(Context* context, const v1::GetTimelineRequest* request,
                       v1::GetTimelineResponse* response) override;

 private:
  /// A command about a dossier, or one that creates a dossier and has the actor in its request.
  /// `parts`: their papers must exist.
  template <typename Request, typename Response>
  Reactor* Run(Context* context, const char* method, const Request* request, Response* response,
               Transition transition, const std::vector<FiledPart>& parts = {});
  template <typename Answer>
  Reactor* Query(Context* context, const char* method, const google::protobuf::Message& request,
                 Answer answer);
  absl::Status List(const CallContext& call, const v1::ListDossiersRequest& request,
                    v1::ListDossiersResponse& response) const;

  const Parts parts_;
};

}  // namespace motcua::intake

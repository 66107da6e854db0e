#pragma once

#include "motcua/reporting/v1/reporting_service.grpc.pb.h"

#include "motcua/base/clock.h"
#include "motcua/rpc/unary.h"

#include "store/pg_generations.h"
#include "store/pg_reports.h"
#include "usecase/form06a_report.h"
#include "usecase/target_report.h"

namespace motcua::reporting {

/// ReportingService. Thread-safe; its arguments must outlive it.
class ReportingGrpcService final : public v1::ReportingService::CallbackService {
 public:
  ReportingGrpcService(const rpc::Edge& edge, db::Pool& pool, PgReports& reports,
                       PgGenerations& generations, const Clock& clock)
      : edge_(edge),
        pool_(pool),
        reports_(reports),
        generations_(generations),
        clock_(clock),
        form_(reports, clock),
        targets_(reports, clock) {}

  grpc::ServerUnaryReactor* GetForm06a(grpc::CallbackServerContext* context,
                                       const v1::GetForm06aRequest* request,
                                       v1::GetForm06aResponse* response) override;
  grpc::ServerUnaryReactor* ExportForm06a(grpc::CallbackServerContext* context,
                                          const v1::ExportForm06aRequest* request,
                                          v1::ExportForm06aResponse* response) override;
  grpc::ServerUnaryReactor* ListOverdue(grpc::CallbackServerContext* context,
                                        const v1::ListOverdueRequest* request,
                                        v1::ListOverdueResponse* response) override;
  grpc::ServerUnaryReactor* ListSharedPayments(grpc::CallbackServerContext* context,
                                               const v1::ListSharedPaymentsRequest* request,
                                               v1::ListSharedPaymentsResponse* response) override;
  grpc::ServerUnaryReactor* GetTargets(grpc::CallbackServerContext* context,
                                       const v1::GetTargetsRequest* request,
                                       v1::GetTargetsResponse* response) override;
  grpc::ServerUnaryReactor* LoadTargets(grpc::CallbackServerContext* context,
                                        const v1::LoadTargetsRequest* request,
                                        v1::LoadTargetsResponse* response) override;
  grpc::ServerUnaryReactor* StartRebuild(grpc::CallbackServerContext* context,
                                         const v1::StartRebuildRequest* request,
                                         v1::StartRebuildResponse* response) override;
  grpc::ServerUnaryReactor* GetRebuild(grpc::CallbackServerContext* context,
                                       const v1::GetRebuildRequest* request,
                                       v1::GetRebuildResponse* response) override;

 private:
  absl::StatusOr<Form06a> MakeForm(const CallContext& call, const v1::GetForm06aRequest& request);
  absl::Status List(const CallContext& call, const v1::ListOverdueRequest& request,
                    v1::ListOverdueResponse& response);
  absl::Status List(const CallContext& call, const v1::ListSharedPaymentsRequest& request,
                    v1::ListSharedPaymentsResponse& response);

  const rpc::Edge& edge_;
  db::Pool& pool_;
  PgReports& reports_;
  PgGenerations& generations_;
  const Clock& clock_;
  const Form06aReport form_;
  const TargetReport targets_;
};

}  // namespace motcua::reporting

#include "api/reporting_grpc_service.h"

#include "motcua/base/status_macros.h"
#include "motcua/program/command_call.h"
#include "motcua/rpc/page.h"
#include "motcua/wire/actor.h"

#include "api/form06a_sheet.h"
#include "api/mapping.h"
#include "api/page_tokens.h"
#include "command/operator_commands.h"

namespace motcua::reporting {

grpc::ServerUnaryReactor* ReportingGrpcService::GetForm06a(grpc::CallbackServerContext* context,
                                                           const v1::GetForm06aRequest* request,
                                                           v1::GetForm06aResponse* response) {
  return rpc::HandleUnary(context, edge_, "GetForm06a", *request,
                          [this, request, response](const CallContext& call) -> absl::Status {
                            MOTCUA_ASSIGN_OR_RETURN(const Form06a form, MakeForm(call, *request));
                            Fill(form, *response);
                            return absl::OkStatus();
                          });
}

grpc::ServerUnaryReactor* ReportingGrpcService::ExportForm06a(
    grpc::CallbackServerContext* context, const v1::ExportForm06aRequest* request,
    v1::ExportForm06aResponse* response) {
  return rpc::HandleUnary(context, edge_, "ExportForm06a", *request,
                          [this, request, response](const CallContext& call) -> absl::Status {
                            MOTCUA_ASSIGN_OR_RETURN(const Form06a form,
                                                    MakeForm(call, request->form()));
                            MOTCUA_ASSIGN_OR_RETURN(*response->mutable_content(), MakeSheet(form));
                            response->set_file_name(SheetName(form));
                            return absl::OkStatus();
                          });
}

absl::StatusOr<Form06a> ReportingGrpcService::MakeForm(const CallContext& call,
                                                       const v1::GetForm06aRequest& request) {
  MOTCUA_ASSIGN_OR_RETURN(const Form06aQuestion question, ToQuestion(request));
  return form_.Execute(call, question);
}

grpc::ServerUnaryReactor* ReportingGrpcService::ListOverdue(grpc::CallbackServerContext* context,
                                                            const v1::ListOverdueRequest* request,
                                                            v1::ListOverdueResponse* response) {
  return rpc::HandleUnary(context, edge_, "ListOverdue", *request,
                          [this, request, response](const CallContext& call) {
                            return List(call, *request, *response);
                          });
}

absl::Status ReportingGrpcService::List(const CallContext& call,
                                        const v1::ListOverdueRequest& request,
                                        v1::ListOverdueResponse& response) {
  MOTCUA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  MOTCUA_ASSIGN_OR_RETURN(const OverduePosition after,
                          ParseOverdueToken(request.agency(), request.page_token()));
  if (!request.agency().empty()) {
    MOTCUA_RETURN_IF_ERROR(reports_.FindAgencyName(call, request.agency()).status());
  }
  const Instant today = calendar::ToInstant(calendar::LocalTime(calendar::DateOf(clock_.Now())));
  // One row more than the page shows whether another page follows.
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<OverdueRow> rows,
                          reports_.ListOverdue(call, request.agency(), today, after, size + 1));
  for (std::size_t i = 0; i < rows.size() && i < static_cast<std::size_t>(size); ++i) {
    Fill(rows[i], *response.add_dossiers());
  }
  if (rows.size() > static_cast<std::size_t>(size)) {
    response.set_next_page_token(
        MakeOverdueToken(request.agency(), rows[static_cast<std::size_t>(size) - 1].position));
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ReportingGrpcService::ListSharedPayments(
    grpc::CallbackServerContext* context, const v1::ListSharedPaymentsRequest* request,
    v1::ListSharedPaymentsResponse* response) {
  return rpc::HandleUnary(context, edge_, "ListSharedPayments", *request,
                          [this, request, response](const CallContext& call) {
                            return List(call, *request, *response);
                          });
}

absl::Status ReportingGrpcService::List(const CallContext& call,
                                        const v1::ListSharedPaymentsRequest& request,
                                        v1::ListSharedPaymentsResponse& response) {
  MOTCUA_ASSIGN_OR_RETURN(const int asked_size, rpc::PageSize(request.page_size()));
  const auto size = static_cast<std::size_t>(asked_size);
  MOTCUA_ASSIGN_OR_RETURN(const SharedPaymentsQuestion question,
                          ToQuestion(request, calendar::DateOf(clock_.Now())));
  MOTCUA_ASSIGN_OR_RETURN(const PaymentPosition after, ParsePaymentToken(request));
  if (!request.agency().empty()) {
    MOTCUA_RETURN_IF_ERROR(reports_.FindAgencyName(call, request.agency()).status());
  }
  // One line more than the page shows whether another page follows.
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<SharedPayment> lines,
                          reports_.ListSharedPayments(call, question, after, asked_size + 1));
  for (std::size_t i = 0; i < lines.size() && i < size; ++i) {
    Fill(lines[i], *response.add_payments());
  }
  if (lines.size() > size) {
    response.set_next_page_token(MakePaymentToken(request, lines[size - 1].position));
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ReportingGrpcService::GetTargets(grpc::CallbackServerContext* context,
                                                           const v1::GetTargetsRequest* request,
                                                           v1::GetTargetsResponse* response) {
  return rpc::HandleUnary(context, edge_, "GetTargets", *request,
                          [this, request, response](const CallContext& call) -> absl::Status {
                            MOTCUA_ASSIGN_OR_RETURN(
                                const TargetAnswer answer,
                                targets_.Execute(call, ToPeriod(request->period())));
                            Fill(answer, *response);
                            return absl::OkStatus();
                          });
}

grpc::ServerUnaryReactor* ReportingGrpcService::LoadTargets(grpc::CallbackServerContext* context,
                                                            const v1::LoadTargetsRequest* request,
                                                            v1::LoadTargetsResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "LoadTargets", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        return program::RunLoad(
            pool_, call, "LoadTargets", *request, *response,
            [&](db::Transaction& transaction) -> absl::StatusOr<v1::LoadTargetsResponse> {
              MOTCUA_ASSIGN_OR_RETURN(const std::vector<Target> targets, ToTargets(*request));
              MOTCUA_RETURN_IF_ERROR(
                  reporting::LoadTargets(transaction, call, targets, request->dry_run()));
              v1::LoadTargetsResponse made;
              made.set_loaded(static_cast<int>(targets.size()));
              return made;
            });
      });
}

grpc::ServerUnaryReactor* ReportingGrpcService::StartRebuild(grpc::CallbackServerContext* context,
                                                             const v1::StartRebuildRequest* request,
                                                             v1::StartRebuildResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "StartRebuild", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        return program::RunOnce(
            pool_, call, "StartRebuild", *request, *response,
            [&](db::Transaction& transaction) -> absl::StatusOr<v1::StartRebuildResponse> {
              MOTCUA_ASSIGN_OR_RETURN(
                  const Generation building,
                  reporting::StartRebuild(transaction, call, wire::ToActor(request->actor()),
                                          clock_.Now()));
              v1::StartRebuildResponse made;
              made.set_generation(building.id);
              return made;
            });
      });
}

grpc::ServerUnaryReactor* ReportingGrpcService::GetRebuild(grpc::CallbackServerContext* context,
                                                           const v1::GetRebuildRequest* request,
                                                           v1::GetRebuildResponse* response) {
  return rpc::HandleUnary(context, edge_, "GetRebuild", *request,
                          [this, response](const CallContext& call) -> absl::Status {
                            MOTCUA_ASSIGN_OR_RETURN(const RebuildStatus status,
                                                    generations_.ReadStatus(call));
                            Fill(status, *response);
                            return absl::OkStatus();
                          });
}

}  // namespace motcua::reporting

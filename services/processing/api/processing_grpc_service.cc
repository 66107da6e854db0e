#include "api/processing_grpc_service.h"

#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/program/command_call.h"
#include "motcua/rpc/page.h"
#include "motcua/wire/limit.h"
#include "motcua/wire/time.h"

#include "api/mapping.h"
#include "api/queue_token.h"

namespace motcua::processing {
namespace {

template <typename Response>
concept NamesRequest = requires(Response response) {
  response.set_request_id(std::string());
};

std::vector<std::string> ToVector(const google::protobuf::RepeatedPtrField<std::string>& field) {
  return {field.begin(), field.end()};
}

bool IsNotHere(const absl::Status& status) {
  return status.code() == absl::StatusCode::kNotFound;
}

absl::StatusOr<calendar::Extension> ToExtension(const v1::ExtendDueDateRequest& request) {
  type::v1::Limit limit;
  limit.set_value(request.value());
  limit.set_unit(request.unit());
  if (request.unit() == type::v1::LIMIT_UNIT_UNSPECIFIED ||
      request.unit() == type::v1::LIMIT_UNIT_SAME_DAY) {
    return FieldError("unit", "EXTENSION_UNIT_INVALID", "an extension must be in days or hours");
  }
  MOTCUA_ASSIGN_OR_RETURN(const calendar::LimitRule rule, wire::ToLimitRule(limit));
  return calendar::Extension{.value = *rule.value, .unit = rule.unit};
}

/// The answer's bytes are stored with the key and parsed back, so a first and a repeated call get
/// the same.
template <typename Response>
absl::StatusOr<command::Command<DossierModel>> MakeCommand(const v1::Command& command,
                                                           Transition transition) {
  MOTCUA_ASSIGN_OR_RETURN(command::Header header, ToHeader(command));
  return command::Command<DossierModel>{
      .header = std::move(header),
      .request = std::move(transition),
      .encode = [](const Dossier& dossier, const Decision& decision) {
        Response made;
        *made.mutable_dossier() = ToProto(dossier);
        if constexpr (NamesRequest<Response>) {
          made.set_request_id(decision.occurrence->request_id);
        }
        return made.SerializeAsString();
      }};
}

}  // namespace

template <typename Request, typename Response>
ProcessingGrpcService::Reactor* ProcessingGrpcService::Run(Context* context, const char* method,
                                                           const Request* request,
                                                           Response* response,
                                                           Transition transition) {
  return program::HandleCommand(context, edge_, method, request, response, commands_, [&] {
    return MakeCommand<Response>(request->command(), std::move(transition));
  });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::ForwardDossier(
    Context* context, const v1::ForwardDossierRequest* request,
    v1::ForwardDossierResponse* response) {
  return Run(context, "ForwardDossier", request, response,
             [request](Dossier& dossier, const Situation& situation) {
               return Forward(dossier, situation, request->task_id());
             });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::TransferTask(
    Context* context, const v1::TransferTaskRequest* request, v1::TransferTaskResponse* response) {
  return Run(
      context, "TransferTask", request, response,
      [this, request](Dossier& dossier, const Situation& situation) -> absl::StatusOr<Occurrence> {
        MOTCUA_RETURN_IF_ERROR(
            rules_.CheckAgency("to_agency", request->to_agency(), situation.now));
        return Transfer(dossier, situation, request->task_id(), request->to_agency(),
                        request->to_officer());
      });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::RecallDossier(
    Context* context, const v1::RecallDossierRequest* request,
    v1::RecallDossierResponse* response) {
  return Run(context, "RecallDossier", request, response, Recall);
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::RequestSupplement(
    Context* context, const v1::RequestSupplementRequest* request,
    v1::RequestSupplementResponse* response) {
  return Run(context, "RequestSupplement", request, response,
             [request](Dossier& dossier, const Situation& situation) {
               return processing::RequestSupplement(dossier, situation, request->task_id(),
                                                    ToVector(request->items_vi()));
             });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::SendSupplement(
    Context* context, const v1::SendSupplementRequest* request,
    v1::SendSupplementResponse* response) {
  if (request->paper_ids().empty()) {
    return Run(context, "SendSupplement", request, response,
               [request](Dossier& dossier, const Situation& situation) {
                 return processing::SendSupplement(dossier, situation, request->request_id(), {});
               });
  }
  return rpc::HandleUnary(context, edge_, "SendSupplement", *request,
                          [this, request, response](const CallContext& call) {
                            return SendPapers(call, *request, *response);
                          });
}

absl::Status ProcessingGrpcService::SendPapers(const CallContext& call,
                                               const v1::SendSupplementRequest& request,
                                               v1::SendSupplementResponse& response) {
  const std::vector<std::string> papers = ToVector(request.paper_ids());
  MOTCUA_ASSIGN_OR_RETURN(
      command::Command<DossierModel> command,
      MakeCommand<v1::SendSupplementResponse>(
          request.command(), [&request, &papers](Dossier& dossier, const Situation& situation) {
            return processing::SendSupplement(dossier, situation, request.request_id(), papers);
          }));
  program::Address(command, call, "SendSupplement", request);
  MOTCUA_ASSIGN_OR_RETURN(const std::optional<std::string> earlier, commands_.Replay(command));
  if (earlier.has_value()) {
    return program::ReadAnswer(*earlier, response);
  }
  // Before the command is submitted: its transaction must not wait for another program.
  MOTCUA_RETURN_IF_ERROR(papers_.Check(call, papers));
  return program::ReadAnswer(commands_.Run(std::move(command)), response);
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::ConfirmSupplement(
    Context* context, const v1::ConfirmSupplementRequest* request,
    v1::ConfirmSupplementResponse* response) {
  return Run(context, "ConfirmSupplement", request, response,
             [request](Dossier& dossier, const Situation& situation) {
               return processing::ConfirmSupplement(dossier, situation, request->request_id());
             });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::CloseDossier(
    Context* context, const v1::CloseDossierRequest* request, v1::CloseDossierResponse* response) {
  return Run(context, "CloseDossier", request, response, CloseWithoutSupplement);
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::RequestPayment(
    Context* context, const v1::RequestPaymentRequest* request,
    v1::RequestPaymentResponse* response) {
  return Run(context, "RequestPayment", request, response,
             [request](Dossier& dossier, const Situation& situation) {
               return processing::RequestPayment(dossier, situation, request->task_id(),
                                                 request->amount_vnd());
             });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::ConfirmPayment(
    Context* context, const v1::ConfirmPaymentRequest* request,
    v1::ConfirmPaymentResponse* response) {
  return Run(context, "ConfirmPayment", request, response,
             [request](Dossier& dossier, const Situation& situation) {
               return processing::ConfirmPayment(dossier, situation, request->request_id(),
                                                 request->amount_vnd(),
                                                 request->payment_reference());
             });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::StopDossier(
    Context* context, const v1::StopDossierRequest* request, v1::StopDossierResponse* response) {
  return Run(context, "StopDossier", request, response, StopAtRequest);
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::ResumeDossier(
    Context* context, const v1::ResumeDossierRequest* request,
    v1::ResumeDossierResponse* response) {
  return Run(context, "ResumeDossier", request, response, Resume);
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::WithdrawDossier(
    Context* context, const v1::WithdrawDossierRequest* request,
    v1::WithdrawDossierResponse* response) {
  return Run(context, "WithdrawDossier", request, response, Withdraw);
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::ReturnDossier(
    Context* context, const v1::ReturnDossierRequest* request,
    v1::ReturnDossierResponse* response) {
  return Run(context, "ReturnDossier", request, response,
             [request](Dossier& dossier, const Situation& situation) {
               return ReturnUnqualified(dossier, situation, request->task_id());
             });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::FinishDossier(
    Context* context, const v1::FinishDossierRequest* request,
    v1::FinishDossierResponse* response) {
  return Run(context, "FinishDossier", request, response,
             [request](Dossier& dossier, const Situation& situation) {
               return Finish(dossier, situation, request->task_id(), request->result_number());
             });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::TransferResult(
    Context* context, const v1::TransferResultRequest* request,
    v1::TransferResultResponse* response) {
  return Run(context, "TransferResult", request, response, processing::TransferResult);
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::ConfirmResult(
    Context* context, const v1::ConfirmResultRequest* request,
    v1::ConfirmResultResponse* response) {
  return Run(context, "ConfirmResult", request, response, processing::ConfirmResult);
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::HandOverResult(
    Context* context, const v1::HandOverResultRequest* request,
    v1::HandOverResultResponse* response) {
  return Run(context, "HandOverResult", request, response,
             [request](Dossier& dossier, const Situation& situation) {
               return HandOver(dossier, situation, request->proof());
             });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::ExtendDueDate(
    Context* context, const v1::ExtendDueDateRequest* request,
    v1::ExtendDueDateResponse* response) {
  return Run(context, "ExtendDueDate", request, response,
             [request](Dossier& dossier, const Situation& situation) -> absl::StatusOr<Occurrence> {
               MOTCUA_ASSIGN_OR_RETURN(const calendar::Extension extension, ToExtension(*request));
               return Extend(dossier, situation, extension, request->document_number());
             });
}

absl::StatusOr<Dossier> ProcessingGrpcService::Find(const CallContext& call,
                                                    const std::string& dossier) {
  if (dossier.empty()) {
    return FieldError("dossier", "DOSSIER_MISSING", "name the dossier by its id or code");
  }
  absl::StatusOr<Dossier> found = queries_.FindDossier(call, dossier);
  if (!IsNotHere(found.status())) {
    return found;
  }
  MOTCUA_RETURN_IF_ERROR(acceptances_.Fetch(call, dossier));
  return queries_.FindDossier(call, dossier);
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::GetDossier(
    Context* context, const v1::GetDossierRequest* request, v1::GetDossierResponse* response) {
  return rpc::HandleUnary(context, edge_, "GetDossier", *request,
                          [this, request, response](const CallContext& call) -> absl::Status {
                            MOTCUA_ASSIGN_OR_RETURN(const Dossier dossier,
                                                    Find(call, request->dossier()));
                            *response->mutable_dossier() = ToProto(dossier);
                            return absl::OkStatus();
                          });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::ListTasks(
    Context* context, const v1::ListTasksRequest* request, v1::ListTasksResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "ListTasks", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        if (request->agency().empty()) {
          return FieldError("agency", "AGENCY_UNKNOWN", "name the agency whose queue to return");
        }
        MOTCUA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request->page_size()));
        MOTCUA_ASSIGN_OR_RETURN(const QueuePosition after,
                                ParseQueueToken(request->agency(), request->page_token()));
        MOTCUA_ASSIGN_OR_RETURN(const std::vector<QueueRow> rows,
                                queries_.ListTasks(call, request->agency(), after, size + 1));
        const auto shown = std::min<std::size_t>(rows.size(), static_cast<std::size_t>(size));
        for (std::size_t i = 0; i < shown; ++i) {
          v1::QueueEntry& entry = *response->add_entries();
          *entry.mutable_task() = ToProto(rows[i].task);
          const Dossier& dossier = rows[i].dossier;
          entry.set_dossier_id(dossier.id);
          entry.set_code(dossier.code);
          entry.set_procedure_code(dossier.procedure_code);
          entry.set_state(static_cast<type::v1::DossierState>(dossier::WireNumber(dossier.state)));
          entry.set_revision(dossier.revision);
          wire::SetTime(dossier.due_at, entry, &v1::QueueEntry::mutable_dossier_due_at);
        }
        if (rows.size() > shown) {
          response->set_next_page_token(
              MakeQueueToken(request->agency(), rows[shown - 1].position));
        }
        return absl::OkStatus();
      });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::GetStatus(
    Context* context, const v1::GetStatusRequest* request, v1::GetStatusResponse* response) {
  return rpc::HandleUnary(context, edge_, "GetStatus", *request,
                          [this, request, response](const CallContext& call) -> absl::Status {
                            const std::string& reference = request->dossier_id().empty()
                                                               ? request->lookup_key()
                                                               : request->dossier_id();
                            MOTCUA_ASSIGN_OR_RETURN(const Dossier dossier, Find(call, reference));
                            *response->mutable_status() = ToStatus(dossier);
                            return absl::OkStatus();
                          });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::GetTimeline(
    Context* context, const v1::GetTimelineRequest* request, v1::GetTimelineResponse* response) {
  return rpc::HandleUnary(context, edge_, "GetTimeline", *request,
                          [this, request, response](const CallContext& call) -> absl::Status {
                            MOTCUA_ASSIGN_OR_RETURN(const Dossier dossier,
                                                    Find(call, request->dossier()));
                            MOTCUA_ASSIGN_OR_RETURN(const std::vector<TimelineRow> rows,
                                                    queries_.ReadTimeline(call, dossier.id));
                            for (const TimelineRow& row : rows) {
                              v1::TimelineEntry& entry = *response->add_entries();
                              *entry.mutable_facts() = row.facts;
                              entry.set_event_type(row.event_type);
                              entry.set_event_id(row.event_id);
                            }
                            return absl::OkStatus();
                          });
}

ProcessingGrpcService::Reactor* ProcessingGrpcService::ExplainDueDate(
    Context* context, const v1::ExplainDueDateRequest* request,
    v1::ExplainDueDateResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "ExplainDueDate", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const Dossier dossier, Find(call, request->dossier()));
        MOTCUA_ASSIGN_OR_RETURN(const auto calendar, rules_.FindCalendar(dossier.calendar_version));
        MOTCUA_ASSIGN_OR_RETURN(const calendar::DueDate due, ComputeDue(dossier, *calendar));
        wire::SetTime(dossier.due_at, *response, &v1::ExplainDueDateResponse::mutable_due_at);
        for (const calendar::ExplanationLine& line : due.explanation) {
          response->add_explanation(line.vi + " / " + line.en);
        }
        if (due.year_not_loaded) {
          response->add_warnings(
              "Lịch làm việc của năm này chưa được nạp / The calendar of that year is not loaded");
        }
        MOTCUA_ASSIGN_OR_RETURN(const std::vector<LedgerRow> ledger,
                                queries_.ReadLedger(call, dossier.id));
        for (const LedgerRow& row : ledger) {
          v1::DeadlineEntry& entry = *response->add_ledger();
          *entry.mutable_at() = wire::ToProto(row.at);
          entry.set_cause(row.cause);
          wire::SetTime(row.due_before, entry, &v1::DeadlineEntry::mutable_due_before);
          wire::SetTime(row.due_after, entry, &v1::DeadlineEntry::mutable_due_after);
          entry.set_calendar_version(row.calendar_version);
          entry.set_legal_ground(row.legal_ground);
        }
        return absl::OkStatus();
      });
}

}  // namespace motcua::processing

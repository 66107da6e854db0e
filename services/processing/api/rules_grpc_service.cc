#include "api/rules_grpc_service.h"

#include <set>

#include "motcua/base/status_macros.h"
#include "motcua/calendar/calendar_json.h"

#include "store/rules_mapping.h"
#include "usecase/check_workflow.h"

namespace motcua::processing {
namespace {

constexpr int kMaxWorkflows = 2000;
constexpr std::size_t kMaxCalendarBytes = 256UL * 1024;

/// All faults in one answer, so that they can be corrected at once. libs/rpc sends them as field
/// violations, as many as fit into an answer.
absl::Status Invalid(const std::vector<Fault>& faults) {
  const std::string count = std::to_string(faults.size());
  ErrorMetadata metadata = {{"faults", count}};
  for (const Fault& fault : faults) {
    metadata.emplace_back(fault.field, fault.message);
  }
  return WithReason(absl::StatusCode::kInvalidArgument, "WORKFLOW_INVALID",
                    "the workflows have " + count + " fault(s); nothing was applied", metadata);
}

std::vector<Fault> CheckAll(const v1::LoadWorkflowsRequest& request) {
  std::vector<Fault> faults;
  std::set<std::pair<std::string, int>> seen;
  for (int i = 0; i < request.workflows_size(); ++i) {
    const workflow::v1::Workflow& document = request.workflows(i);
    const std::string path = "workflows[" + std::to_string(i) + "]";
    const std::vector<Fault> own = CheckWorkflow(ToWorkflow(document), path);
    faults.insert(faults.end(), own.begin(), own.end());
    if (document.approval_document().empty() || document.approved_by().empty() ||
        !calendar::ParseDate(document.approved_on()).ok()) {
      faults.push_back({path + ".approval_document",
                        "the approval is missing: document, signer and date are required"});
    }
    if (!seen.emplace(document.id(), document.version()).second) {
      faults.push_back({path, "the same version is listed twice in this load"});
    }
  }
  return faults;
}

PgRules::Mode ModeOf(bool dry_run) {
  return dry_run ? PgRules::Mode::kDryRun : PgRules::Mode::kSave;
}

int CountUnverified(const v1::LoadWorkflowsRequest& request) {
  int unverified = 0;
  for (const workflow::v1::Workflow& workflow : request.workflows()) {
    unverified += workflow.source().verified() ? 0 : 1;
  }
  return unverified;
}

}  // namespace

grpc::ServerUnaryReactor* RulesGrpcService::LoadWorkflows(grpc::CallbackServerContext* context,
                                                          const v1::LoadWorkflowsRequest* request,
                                                          v1::LoadWorkflowsResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "LoadWorkflows",
      [this, request, response](const CallContext& call) -> absl::Status {
        if (request->workflows_size() == 0 || request->workflows_size() > kMaxWorkflows) {
          return FieldError("workflows", "WORKFLOW_INVALID", "1 to 2000 workflows in one load");
        }
        if (const std::vector<Fault> faults = CheckAll(*request); !faults.empty()) {
          return Invalid(faults);
        }
        response->set_unverified(CountUnverified(*request));
        MOTCUA_ASSIGN_OR_RETURN(
            const int changed,
            rules_.SaveWorkflows(call, {request->workflows().begin(), request->workflows().end()},
                                 ModeOf(request->dry_run())));
        response->set_workflows_changed(changed);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* RulesGrpcService::LoadCalendar(grpc::CallbackServerContext* context,
                                                         const v1::LoadCalendarRequest* request,
                                                         v1::LoadCalendarResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "LoadCalendar",
      [this, request, response](const CallContext& call) -> absl::Status {
        if (request->document().size() > kMaxCalendarBytes) {
          return FieldError("document", "CALENDAR_INVALID",
                            "the calendar document is larger than 256 KiB");
        }
        const auto parsed = calendar::ParseCalendarJson(request->document());
        if (!parsed.ok()) {
          ErrorMetadata metadata = Metadata(parsed.status());
          metadata.emplace_back("cause", Reason(parsed.status()));
          return WithReason(absl::StatusCode::kInvalidArgument, "CALENDAR_INVALID",
                            Message(parsed.status()), metadata);
        }
        response->set_version(parsed->version());
        MOTCUA_ASSIGN_OR_RETURN(const bool changed,
                                rules_.SaveCalendar(call, parsed->version(), request->document(),
                                                    ModeOf(request->dry_run())));
        response->set_changed(changed);
        if (changed && !request->dry_run()) {
          book_.Refresh();
        }
        return absl::OkStatus();
      });
}

}  // namespace motcua::processing

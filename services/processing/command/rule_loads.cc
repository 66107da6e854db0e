#include "command/rule_loads.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "motcua/processing/events/v1/rules_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/calendar/calendar_json.h"
#include "motcua/command/audit.h"
#include "motcua/outbox/event_log.h"

#include "domain/rule_version.h"
#include "store/rule_rows.h"
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

int CountUnverified(const v1::LoadWorkflowsRequest& request) {
  int unverified = 0;
  for (const workflow::v1::Workflow& workflow : request.workflows()) {
    unverified += workflow.source().verified() ? 0 : 1;
  }
  return unverified;
}

/// The version of a checked document.
absl::StatusOr<std::string> CheckCalendar(const std::string& document) {
  if (document.size() > kMaxCalendarBytes) {
    return FieldError("document", "CALENDAR_INVALID",
                      "the calendar document is larger than 256 KiB");
  }
  const auto parsed = calendar::ParseCalendarJson(document);
  if (!parsed.ok()) {
    ErrorMetadata metadata = Metadata(parsed.status());
    metadata.emplace_back("cause", Reason(parsed.status()));
    return WithReason(absl::StatusCode::kInvalidArgument, "CALENDAR_INVALID",
                      Message(parsed.status()), metadata);
  }
  return parsed->version();
}

}  // namespace

RuleLoads::RuleLoads(Parts parts) : parts_(std::move(parts)) {}

absl::StatusOr<v1::LoadWorkflowsResponse> RuleLoads::LoadWorkflows(
    db::Transaction& transaction, const CallContext& call,
    const v1::LoadWorkflowsRequest& request) const {
  if (request.workflows_size() == 0 || request.workflows_size() > kMaxWorkflows) {
    return FieldError("workflows", "WORKFLOW_INVALID", "1 to 2000 workflows in one load");
  }
  if (const std::vector<Fault> faults = CheckAll(request); !faults.empty()) {
    return Invalid(faults);
  }
  std::vector<RuleVersion> wanted;
  std::map<std::string, const workflow::v1::Workflow*> by_name;
  for (const workflow::v1::Workflow& workflow : request.workflows()) {
    wanted.push_back({.name = WorkflowName(workflow), .document = workflow.SerializeAsString()});
    by_name.emplace(wanted.back().name, &workflow);
  }
  MOTCUA_ASSIGN_OR_RETURN(
      const auto stored,
      LockWorkflows(transaction, {request.workflows().begin(), request.workflows().end()}));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<RuleVersion> added, DecideLoad(wanted, stored));
  v1::LoadWorkflowsResponse response;
  response.set_workflows_changed(static_cast<int>(added.size()));
  response.set_unverified(CountUnverified(request));
  if (request.dry_run()) {
    return response;
  }
  for (const RuleVersion& version : added) {
    const workflow::v1::Workflow& workflow = *by_name.at(version.name);
    WriteWorkflow(transaction, workflow);
    events::v1::WorkflowApproved payload;
    *payload.mutable_workflow() = workflow;
    const outbox::Event event{.event_id = parts_.ids.NewId(),
                              .stream = "workflow",
                              .key = version.name,
                              .type = events::v1::WorkflowApproved::descriptor()->full_name(),
                              .epoch = parts_.epoch,
                              .sequence = 1,  // a version never changes, so its key has one event
                              .occurred_at = parts_.clock.Now(),
                              .traceparent = call.traceparent,
                              .payload = payload.SerializeAsString()};
    outbox::Append(transaction, {event});
    command::AppendAudit(
        transaction, {command::AuditOfLoad(call, "LoadWorkflows", version.name, event.event_id)});
  }
  transaction.AfterCommit(parts_.on_commit);
  return response;
}

absl::StatusOr<v1::LoadCalendarResponse> RuleLoads::LoadCalendar(
    db::Transaction& transaction, const CallContext& call,
    const v1::LoadCalendarRequest& request) const {
  MOTCUA_ASSIGN_OR_RETURN(const std::string version, CheckCalendar(request.document()));
  const RuleVersion wanted = {.name = CalendarName(version), .document = request.document()};
  MOTCUA_ASSIGN_OR_RETURN(const auto stored, LockCalendar(transaction, version));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<RuleVersion> added, DecideLoad({wanted}, stored));
  v1::LoadCalendarResponse response;
  response.set_version(version);
  response.set_changed(!added.empty());
  if (added.empty() || request.dry_run()) {
    return response;
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::int64_t ordinal,
                          WriteCalendar(transaction, version, request.document()));
  events::v1::CalendarPublished payload;
  payload.set_version(version);
  payload.set_document(request.document());
  const outbox::Event event{.event_id = parts_.ids.NewId(),
                            .stream = "calendar",
                            .key = "calendar",
                            .type = events::v1::CalendarPublished::descriptor()->full_name(),
                            .epoch = parts_.epoch,
                            .sequence = ordinal,
                            .occurred_at = parts_.clock.Now(),
                            .traceparent = call.traceparent,
                            .payload = payload.SerializeAsString()};
  outbox::Append(transaction, {event});
  command::AppendAudit(transaction,
                       {command::AuditOfLoad(call, "LoadCalendar", wanted.name, event.event_id)});
  transaction.AfterCommit(parts_.on_commit);
  return response;
}

}  // namespace motcua::processing

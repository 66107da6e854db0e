#include "store/pg_rules.h"

#include <utility>

#include "motcua/processing/events/v1/rules_events.pb.h"

#include "motcua/base/status_macros.h"
#include "motcua/command/audit.h"
#include "motcua/outbox/event_log.h"

#include "store/sql.h"

namespace motcua::processing {
namespace {

absl::Status Frozen(const std::string& what) {
  return Error(absl::StatusCode::kFailedPrecondition, "VERSION_FROZEN",
               "this version is already stored with different content; load a new version",
               {{"version", what}});
}

void AppendAudit(db::Transaction& transaction, const CallContext& call, const char* method,
                 const std::string& subject, const std::string& event_id) {
  command::AppendAudit(transaction, {{.caller = call.caller,
                                      .method = method,
                                      .subject = subject,
                                      .event_id = event_id,
                                      .traceparent = call.traceparent}});
}

}  // namespace

PgRules::PgRules(db::Pool& pool, const Clock& clock, IdGenerator& ids, int epoch,
                 std::function<void()> on_commit)
    : pool_(pool), clock_(clock), ids_(ids), epoch_(epoch), on_commit_(std::move(on_commit)) {}

absl::StatusOr<int> PgRules::SaveWorkflows(const CallContext& call,
                                           const std::vector<workflow::v1::Workflow>& workflows,
                                           Mode mode) {
  int changed = 0;
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call, "load_workflows", [&](db::Transaction& transaction) -> absl::Status {
        changed = 0;
        for (const workflow::v1::Workflow& workflow : workflows) {
          const std::string document = workflow.SerializeAsString();
          const std::string key =
              "workflow/" + workflow.id() + "/" + std::to_string(workflow.version());
          MOTCUA_ASSIGN_OR_RETURN(
              const db::Result known,
              transaction.Read(
                  {sql::kReadWorkflow, db::Params().Text(workflow.id()).Int(workflow.version())}));
          if (!known.empty()) {
            if (known.front().Bytes("document") != document) {
              return Frozen(key);
            }
            continue;
          }
          ++changed;
          if (mode == Mode::kDryRun) {
            continue;
          }
          transaction.Write({sql::kInsertWorkflow, db::Params()
                                                       .Text(workflow.id())
                                                       .Int(workflow.version())
                                                       .Text(workflow.procedure_code())
                                                       .Bytes(document)});
          outbox::Event event{.event_id = ids_.NewId(),
                              .stream = "workflow",
                              .key = key,
                              .type = events::v1::WorkflowApproved::descriptor()->full_name(),
                              .epoch = epoch_,
                              .sequence = 1,  // a version never changes, so its key has one event
                              .occurred_at = clock_.Now(),
                              .traceparent = call.traceparent};
          events::v1::WorkflowApproved payload;
          *payload.mutable_workflow() = workflow;
          event.payload = payload.SerializeAsString();
          AppendAudit(transaction, call, "LoadWorkflows", key, event.event_id);
          outbox::Append(transaction, {event});
        }
        transaction.AfterCommit(on_commit_);
        return absl::OkStatus();
      }));
  return changed;
}

absl::StatusOr<bool> PgRules::SaveCalendar(const CallContext& call, const std::string& version,
                                           const std::string& document, Mode mode) {
  bool changed = false;
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call, "load_calendar", [&](db::Transaction& transaction) -> absl::Status {
        changed = false;
        MOTCUA_ASSIGN_OR_RETURN(const db::Result known,
                                transaction.Read({sql::kReadCalendar, db::Params().Text(version)}));
        if (!known.empty()) {
          return known.front().Text("document") == document ? absl::OkStatus() : Frozen(version);
        }
        changed = true;
        if (mode == Mode::kDryRun) {
          return absl::OkStatus();
        }
        MOTCUA_ASSIGN_OR_RETURN(
            const db::Result inserted,
            transaction.Read({sql::kInsertCalendar, db::Params().Text(version).Text(document)}));
        outbox::Event event{.event_id = ids_.NewId(),
                            .stream = "calendar",
                            .key = "calendar",
                            .type = events::v1::CalendarPublished::descriptor()->full_name(),
                            .epoch = epoch_,
                            .sequence = inserted.front().Int("ordinal"),
                            .occurred_at = clock_.Now(),
                            .traceparent = call.traceparent};
        events::v1::CalendarPublished payload;
        payload.set_version(version);
        payload.set_document(document);
        event.payload = payload.SerializeAsString();
        AppendAudit(transaction, call, "LoadCalendar", "calendar/" + version, event.event_id);
        outbox::Append(transaction, {event});
        transaction.AfterCommit(on_commit_);
        return absl::OkStatus();
      }));
  return changed;
}

}  // namespace motcua::processing

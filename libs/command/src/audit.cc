#include "motcua/command/audit.h"

#include <utility>

#include "motcua/db/table.h"

namespace motcua::command {
namespace {

const db::Table<AuditRow>& AuditLog() {
  using db::Derived;
  using db::Field;
  using db::Type;
  static const db::Table<AuditRow> kAuditLog(
      "audit_log",
      {Field("caller", &AuditRow::caller), Field("method", &AuditRow::method),
       Derived<AuditRow>(
           "actor_kind", Type::kSmallint,
           [](const AuditRow& row, db::Array& out) { out.Int(static_cast<int>(row.actor.kind)); }),
       Derived<AuditRow>("actor_id", Type::kText,
                         [](const AuditRow& row, db::Array& out) { out.Text(row.actor.id); }),
       Derived<AuditRow>("actor_agency", Type::kText,
                         [](const AuditRow& row, db::Array& out) { out.Text(row.actor.agency); }),
       Field("subject", &AuditRow::subject), Field("revision_before", &AuditRow::revision_before),
       Field("revision_after", &AuditRow::revision_after), Field("reason", &AuditRow::reason),
       Field("legal_ground", &AuditRow::legal_ground),
       db::OrNull("event_id", Type::kUuid, &AuditRow::event_id),
       Field("traceparent", &AuditRow::traceparent)});
  return kAuditLog;
}

}  // namespace

AuditRow AuditOfLoad(const CallContext& call, std::string method, std::string subject,
                     std::string event_id) {
  return {.caller = call.caller,
          .method = std::move(method),
          .actor = {.kind = ActorKind::kSystem, .id = call.caller, .agency = {}},
          .subject = std::move(subject),
          .event_id = std::move(event_id),
          .traceparent = call.traceparent};
}

void AppendAudit(db::Transaction& transaction, const std::vector<AuditRow>& rows) {
  if (!rows.empty()) {
    transaction.Write(AuditLog().Insert(rows));
  }
}

}  // namespace motcua::command

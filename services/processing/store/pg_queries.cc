#include "store/pg_queries.h"

#include <algorithm>
#include <utility>

#include "motcua/base/status_macros.h"

#include "store/dossier_document.h"
#include "store/dossier_rows.h"
#include "store/sql.h"

namespace motcua::processing {

absl::StatusOr<db::Result> PgQueries::Read(const CallContext& call, const db::Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  return lease->Execute(query);
}

absl::StatusOr<Dossier> PgQueries::FindDossier(const CallContext& call,
                                               const std::string& dossier) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          Read(call, DossiersQuery({dossier}, db::Reading::kPlain)));
  MOTCUA_ASSIGN_OR_RETURN(std::vector<Dossier> found, ReadDossiers(rows));
  if (found.empty()) {
    return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "no such dossier");
  }
  return std::move(found.front());
}

absl::StatusOr<std::vector<QueueRow>> PgQueries::ListTasks(const CallContext& call,
                                                           const std::string& agency,
                                                           const QueuePosition& after, int limit) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Read(call, {sql::kListTasks,
                  db::Params().Text(agency).Text(after.due_at).Text(after.task_id).Int(limit)}));
  std::vector<QueueRow> entries;
  for (const db::Row row : rows) {
    QueueRow entry;
    entry.position = {.due_at = row.Text("due_at"), .task_id = row.Text("id")};
    MOTCUA_ASSIGN_OR_RETURN(entry.dossier, FromDocument(row.Bytes("document")));
    const Task* const task = entry.dossier.FindTask(entry.position.task_id);
    if (task == nullptr) {
      return Error(absl::StatusCode::kInternal, "DATA_CORRUPT",
                   "a row of the queue does not match a task of its dossier");
    }
    entry.task = *task;
    entries.push_back(std::move(entry));
  }
  return entries;
}

absl::StatusOr<std::vector<TimelineRow>> PgQueries::ReadTimeline(const CallContext& call,
                                                                 const std::string& dossier_id) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          Read(call, {sql::kReadTimeline, db::Params().Text(dossier_id)}));
  std::vector<TimelineRow> entries;
  for (const db::Row row : rows) {
    type::v1::DossierEventHead head;
    if (!head.ParseFromString(row.Bytes("payload"))) {
      return Error(absl::StatusCode::kInternal, "DATA_CORRUPT", "a stored event can't be read");
    }
    entries.push_back(
        {.facts = head.facts(), .event_type = row.Text("type"), .event_id = row.Text("event_id")});
  }
  std::ranges::reverse(entries);
  return entries;
}

absl::StatusOr<std::vector<LedgerRow>> PgQueries::ReadLedger(const CallContext& call,
                                                             const std::string& dossier_id) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows, Read(call, LedgerQuery(dossier_id)));
  return processing::ReadLedger(rows);
}

}  // namespace motcua::processing

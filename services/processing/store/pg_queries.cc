#include "store/pg_queries.h"

#include "motcua/base/status_macros.h"

#include "store/dossier_rows.h"
#include "store/sql.h"

namespace motcua::processing {

absl::StatusOr<db::Result> PgQueries::Read(const CallContext& call, const db::Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  return lease->Execute(query);
}

absl::StatusOr<Dossier> PgQueries::FindDossier(const CallContext& call,
                                               const std::string& dossier) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          lease->ExecuteAll(DossierQueries(dossier, false)));
  MOTCUA_ASSIGN_OR_RETURN(std::optional<Dossier> found, ReadDossier(results.data()));
  if (!found.has_value()) {
    return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "there is no such dossier here");
  }
  return *std::move(found);
}

absl::StatusOr<std::vector<QueueRow>> PgQueries::ListTasks(const CallContext& call,
                                                           const std::string& agency,
                                                           const QueuePosition& after, int limit) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result r,
      Read(call, {sql::kListTasks,
                  db::Params().Text(agency).Text(after.due_at).Text(after.task_id).Int(limit)}));
  std::vector<QueueRow> rows;
  for (std::size_t row = 0; row < r.size(); ++row) {
    QueueRow entry;
    entry.task = ReadTask(r, row, 0);
    entry.dossier_id = r.Text(row, 16);
    entry.code = r.Text(row, 17);
    entry.procedure_code = r.Text(row, 18);
    entry.state = static_cast<int>(r.Int(row, 19));
    entry.revision = r.Int(row, 20);
    entry.dossier_due_at = r.OptionalTime(row, 21);
    entry.position = {.due_at = std::string(r.Text(row, 22)), .task_id = entry.task.id};
    rows.push_back(std::move(entry));
  }
  return rows;
}

absl::StatusOr<std::vector<TimelineRow>> PgQueries::ReadTimeline(const CallContext& call,
                                                                 const std::string& dossier_id) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result r,
                          Read(call, {sql::kReadTimeline, db::Params().Text(dossier_id)}));
  std::vector<TimelineRow> rows;
  for (std::size_t row = r.size(); row-- > 0;) {
    type::v1::DossierEventHead head;
    if (!head.ParseFromString(r.Bytes(row, 2))) {
      return Error(absl::StatusCode::kInternal, "DATA_CORRUPT", "a stored event can't be read");
    }
    rows.push_back({.facts = head.facts(),
                    .event_type = std::string(r.Text(row, 1)),
                    .event_id = std::string(r.Text(row, 0))});
  }
  return rows;
}

absl::StatusOr<std::vector<LedgerRow>> PgQueries::ReadLedger(const CallContext& call,
                                                             const std::string& dossier_id) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result r,
                          Read(call, {sql::kReadLedger, db::Params().Text(dossier_id)}));
  std::vector<LedgerRow> rows;
  for (std::size_t row = 0; row < r.size(); ++row) {
    rows.push_back({.at = r.Time(row, 0),
                    .cause = std::string(r.Text(row, 1)),
                    .due_before = r.OptionalTime(row, 2),
                    .due_after = r.OptionalTime(row, 3),
                    .calendar_version = std::string(r.Text(row, 4)),
                    .legal_ground = std::string(r.Text(row, 5))});
  }
  return rows;
}

}  // namespace motcua::processing

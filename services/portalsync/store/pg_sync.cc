#include "store/pg_sync.h"

#include <algorithm>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/command/audit.h"
#include "motcua/dossier/dossier_code.h"

#include "store/sql.h"

namespace motcua::portalsync {
namespace {

constexpr char kLeastId[] = "00000000-0000-0000-0000-000000000000";

absl::Status Unknown() {
  return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN",
               "no event of such a dossier has come here");
}

db::Query ByIdOrKey(const std::string& dossier, const db::Statement& by_id,
                    const db::Statement& by_key) {
  return IsUuid(dossier) ? db::Query{by_id, db::Params().Text(dossier)}
                         : db::Query{by_key, db::Params().Text(dossier::LookupKey(dossier))};
}

std::vector<SyncedDossier> ReadDossiers(const db::Result& rows) {
  std::vector<SyncedDossier> dossiers;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    dossiers.push_back(
        {.dossier_id = std::string(rows.Text(row, 0)), .code = std::string(rows.Text(row, 1))});
  }
  return dossiers;
}

}  // namespace

absl::StatusOr<db::Result> PgSync::Execute(const CallContext& call, const db::Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  return lease->Execute(query);
}

absl::StatusOr<SyncTotals> PgSync::Totals(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          lease->ExecuteAll({{sql::kReadTotals, db::Params()},
                                             {sql::kReadWaiting, db::Params()},
                                             {sql::kReadPortalState, db::Params()}}));
  return SyncTotals{.dossiers = results[0].Int(0, 0),
                    .acknowledged = results[0].Int(0, 1),
                    .waiting = results[0].Int(0, 2) + results[1].Int(0, 1),
                    .refused = results[0].Int(0, 3),
                    .oldest_waiting_at = results[1].OptionalTime(0, 0),
                    .portal_answers = results[2].empty() || results[2].Bool(0, 0)};
}

absl::Status PgSync::FillEvents(const CallContext& call, std::vector<SyncedDossier>& dossiers) {
  std::vector<std::string> ids;
  for (const SyncedDossier& dossier : dossiers) {
    ids.push_back(dossier.dossier_id);
  }
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call, {sql::kReadEvents, db::Params().Values(db::UuidArray(ids))}));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto dossier =
        std::find_if(dossiers.begin(), dossiers.end(),
                     [&](const SyncedDossier& d) { return d.dossier_id == rows.Text(row, 0); });
    dossier->events.push_back({.event_id = std::string(rows.Text(row, 1)),
                               .state = static_cast<int>(rows.Int(row, 2)),
                               .occurred_at = rows.Time(row, 3),
                               .status = static_cast<EventStatus>(rows.Int(row, 4)),
                               .attempts = static_cast<int>(rows.Int(row, 5)),
                               .next_attempt_at = rows.OptionalTime(row, 8),
                               .acknowledged_at = rows.OptionalTime(row, 6),
                               .portal_message = std::string(rows.Text(row, 7))});
  }
  return absl::OkStatus();
}

absl::StatusOr<SyncedDossier> PgSync::Find(const CallContext& call, const std::string& dossier) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          Execute(call, ByIdOrKey(dossier, sql::kFindById, sql::kFindByKey)));
  if (rows.empty()) {
    return Unknown();
  }
  std::vector<SyncedDossier> found = ReadDossiers(rows);
  MOTCUA_RETURN_IF_ERROR(FillEvents(call, found));
  return std::move(found.front());
}

absl::StatusOr<std::vector<SyncedDossier>> PgSync::Refused(const CallContext& call,
                                                           const std::string& after, int limit) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call,
              {sql::kListRefused, db::Params().Text(after.empty() ? kLeastId : after).Int(limit)}));
  std::vector<SyncedDossier> found = ReadDossiers(rows);
  MOTCUA_RETURN_IF_ERROR(FillEvents(call, found));
  return found;
}

absl::Status PgSync::Retry(const CallContext& call, const std::string& dossier,
                           const Operator& actor) {
  return pool_.Run(call, "retry_dossier", [&](db::Transaction& transaction) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                            transaction.Read(ByIdOrKey(dossier, sql::kLockById, sql::kLockByKey)));
    if (rows.empty()) {
      return Unknown();
    }
    if (!rows.Bool(0, 1)) {
      return Error(absl::StatusCode::kFailedPrecondition, "NOT_REFUSED",
                   "the portal has refused nothing of this dossier");
    }
    const std::string id(rows.Text(0, 0));
    transaction.Write({sql::kRetryEvent, db::Params().Text(id)});
    transaction.Write({sql::kRetryDossier, db::Params().Text(id).Time(machine_.Now())});
    command::AppendAudit(transaction, {{.caller = call.caller,
                                        .method = "RetryDossier",
                                        .actor = {.kind = static_cast<ActorKind>(actor.kind),
                                                  .id = actor.id,
                                                  .agency = actor.agency},
                                        .subject = id,
                                        .traceparent = call.traceparent}});
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<TrueDossier>> PgSync::After(const CallContext& call,
                                                       const std::string& dossier_id, int limit) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call, {sql::kListTrue,
                     db::Params().Text(dossier_id.empty() ? kLeastId : dossier_id).Int(limit)}));
  std::vector<TrueDossier> dossiers;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    dossiers.push_back({.dossier_id = std::string(rows.Text(row, 0)),
                        .code = std::string(rows.Text(row, 1)),
                        .state = static_cast<int>(rows.Int(row, 2)),
                        .events = static_cast<int>(rows.Int(row, 3)),
                        .waiting = rows.Bool(row, 4)});
  }
  return dossiers;
}

}  // namespace motcua::portalsync

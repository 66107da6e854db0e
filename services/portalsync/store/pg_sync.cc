#include "store/pg_sync.h"

#include <algorithm>

#include "motcua/base/status_macros.h"
#include "motcua/command/reference.h"

#include "store/queued_dossier.h"
#include "store/sql.h"

namespace motcua::portalsync {
namespace {

constexpr char kLeastId[] = "00000000-0000-0000-0000-000000000000";

std::vector<SyncedDossier> ReadDossiers(const db::Result& rows) {
  std::vector<SyncedDossier> dossiers;
  for (const db::Row row : rows) {
    dossiers.push_back({.dossier_id = row.Text("dossier_id"), .code = row.Text("code")});
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
  const db::Row totals = results[0].front();
  const db::Row waiting = results[1].front();
  const db::Result& portal = results[2];
  return SyncTotals{.dossiers = totals.Int("dossiers"),
                    .acknowledged = totals.Int("acknowledged"),
                    .waiting = totals.Int("waiting") + waiting.Int("unplaced"),
                    .refused = totals.Int("refused"),
                    .oldest_waiting_at = waiting.OptionalTime("oldest_at"),
                    .portal_answers = portal.empty() || portal.front().Bool("answers")};
}

absl::Status PgSync::FillEvents(const CallContext& call, std::vector<SyncedDossier>& dossiers) {
  std::vector<std::string> ids;
  for (const SyncedDossier& dossier : dossiers) {
    ids.push_back(dossier.dossier_id);
  }
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call, {sql::kReadEvents, db::Params().Values(db::UuidArray(ids))}));
  for (const db::Row row : rows) {
    const auto dossier = std::find_if(
        dossiers.begin(), dossiers.end(),
        [id = row.Text("dossier_id")](const SyncedDossier& d) { return d.dossier_id == id; });
    dossier->events.push_back({.event_id = row.Text("event_id"),
                               .state = static_cast<int>(row.Int("state")),
                               .occurred_at = row.Time("occurred_at"),
                               .status = static_cast<EventStatus>(row.Int("status")),
                               .attempts = static_cast<int>(row.Int("attempts")),
                               .next_attempt_at = row.OptionalTime("next_attempt_at"),
                               .acknowledged_at = row.OptionalTime("acknowledged_at"),
                               .portal_message = row.Text("portal_message")});
  }
  return absl::OkStatus();
}

absl::StatusOr<SyncedDossier> PgSync::Find(const CallContext& call, const std::string& dossier) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          Execute(call, {sql::kFindDossier, command::ByIdOrCode({dossier})}));
  if (rows.empty()) {
    return UnknownDossier();
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

absl::StatusOr<std::vector<TrueDossier>> PgSync::After(const CallContext& call,
                                                       const std::string& dossier_id, int limit) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call, {sql::kListTrue,
                     db::Params().Text(dossier_id.empty() ? kLeastId : dossier_id).Int(limit)}));
  std::vector<TrueDossier> dossiers;
  for (const db::Row row : rows) {
    dossiers.push_back({.dossier_id = row.Text("dossier_id"),
                        .code = row.Text("code"),
                        .state = static_cast<int>(row.Int("state")),
                        .events = static_cast<int>(row.Int("last_position")),
                        .waiting = row.Bool("waiting")});
  }
  return dossiers;
}

}  // namespace motcua::portalsync

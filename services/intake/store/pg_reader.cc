#include "store/pg_reader.h"

#include "motcua/base/status_macros.h"

#include "messaging/dossier_document.h"
#include "store/dossier_rows.h"
#include "store/opening.h"
#include "store/sql.h"

namespace motcua::intake {

absl::StatusOr<db::Result> PgReader::Execute(const CallContext& call, const db::Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  return lease->Execute(query);
}

absl::StatusOr<Opening> PgReader::Look(const CallContext& call, const OpeningRequest& request) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          lease->ExecuteAll(OpeningQueries(request, false)));
  return ReadOpening(request, results, rules_, [&lease](const std::vector<db::Query>& queries) {
    return lease->ExecuteAll(queries);
  });
}

absl::StatusOr<std::shared_ptr<const Rules>> PgReader::CurrentRules(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const Opening opening, Look(call, {}));
  return opening.rules;
}

absl::StatusOr<std::optional<Dossier>> PgReader::FindDossier(const CallContext& call,
                                                             const std::string& dossier) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows, Execute(call, FindDossierQuery(dossier, false)));
  return rows.empty() ? std::nullopt : std::optional(ReadDossier(rows, 0));
}

absl::StatusOr<std::optional<PrintedDossier>> PgReader::FindPrinted(const CallContext& call,
                                                                    const std::string& dossier) {
  MOTCUA_ASSIGN_OR_RETURN(std::optional<Dossier> found, FindDossier(call, dossier));
  if (!found.has_value()) {
    return std::optional<PrintedDossier>();
  }
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          Execute(call, {sql::kReadPrinted, db::Params().Text(found->id)}));
  PrintedDossier printed{.dossier = *std::move(found)};
  if (!rows.empty()) {
    printed.lookup_secret = rows.Text(0, 0);
    v1::Receipt document;
    if (!rows.IsNull(0, 1) && document.ParseFromString(rows.Bytes(0, 1))) {
      printed.receipt = ToReceipt(document);
    }
  }
  return std::optional(std::move(printed));
}

absl::StatusOr<std::vector<Dossier>> PgReader::List(const CallContext& call,
                                                    const ListQuery& query) {
  constexpr char kLeastId[] = "00000000-0000-0000-0000-000000000000";
  const ListPosition after = query.after.value_or(ListPosition{Instant{}, kLeastId});
  db::Params params;
  params.Text(query.receiving_agency).Time(after.deadline).Text(after.id).Int(query.limit);
  if (query.state.has_value()) {
    params.Int(dossier::WireNumber(*query.state));
  }
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call, {query.state.has_value() ? sql::kListWaitingByState : sql::kListWaiting,
                     std::move(params)}));
  std::vector<Dossier> dossiers;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    dossiers.push_back(ReadDossier(rows, row));
  }
  return dossiers;
}

absl::StatusOr<std::vector<std::string>> PgReader::DueAlerts(const CallContext& call, int shard,
                                                             Instant now, int limit) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call, {sql::kDueAlerts, db::Params().Int(shard).Time(now).Int(limit)}));
  std::vector<std::string> ids;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    ids.emplace_back(rows.Text(row, 0));
  }
  return ids;
}

absl::StatusOr<std::uint64_t> PgSerialIssuer::Next(const CallContext& call,
                                                   const std::string& agency,
                                                   const std::string& day) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result row,
                          lease->Execute({sql::kNextSerial, db::Params().Text(agency).Text(day)}));
  return static_cast<std::uint64_t>(row.Int(0, 0));
}

}  // namespace motcua::intake

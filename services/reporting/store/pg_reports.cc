#include "store/pg_reports.h"

#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/command/audit.h"

namespace motcua::reporting {
namespace {

using calendar::FormatDate;
using db::Params;
using db::Statement;

// Everything that counts up to a day is the months before its month and the days of its month.
// $1 is the last day, $2 the first; what lies before the first is the same with the day before it.
#define MOTCUA_REPORTING_SUMS                                                                   \
  "WITH g AS (SELECT id, (SELECT coalesce(sum(events), 0) FROM event_counts e"                  \
  " WHERE e.generation = generations.id)::bigint AS events FROM generations"                    \
  " WHERE state = 'active'),"                                                                   \
  " parts AS ("                                                                                 \
  "SELECT true AS through, c.* FROM g JOIN counters c ON c.generation = g.id AND c.span = 'm'"  \
  " AND c.start < date_trunc('month', $1::date)::date"                                          \
  " UNION ALL SELECT true, c.* FROM g JOIN counters c ON c.generation = g.id AND c.span = 'd'"  \
  " AND c.start >= date_trunc('month', $1::date)::date AND c.start <= $1::date"                 \
  " UNION ALL SELECT false, c.* FROM g JOIN counters c ON c.generation = g.id AND c.span = 'm'" \
  " AND c.start < date_trunc('month', $2::date)::date"                                          \
  " UNION ALL SELECT false, c.* FROM g JOIN counters c ON c.generation = g.id AND c.span = 'd'" \
  " AND c.start >= date_trunc('month', $2::date)::date AND c.start < $2::date)"
#define MOTCUA_REPORTING_COLUMNS                                               \
  " sum(received_online)::bigint AS c1, sum(received_direct)::bigint AS c2,"   \
  " sum(received_post)::bigint AS c3, sum(resolved_early)::bigint AS c4,"      \
  " sum(resolved_on_time)::bigint AS c5, sum(resolved_overdue)::bigint AS c6," \
  " sum(returned)::bigint AS c7, sum(withdrawn)::bigint AS c8, sum(overdue_open)::bigint AS c9"

// One row at least, with the generation; the group is null when nothing has been counted.
constexpr Statement kSumsByAgency{
    "sums_by_agency", MOTCUA_REPORTING_SUMS
    ", sums AS (SELECT agency AS code, through," MOTCUA_REPORTING_COLUMNS
    " FROM parts WHERE $3 = '' OR agency = $3 GROUP BY agency, through)"
    " SELECT g.id, g.events, s.code, coalesce(a.name_vi, ''), s.through, c1, c2, c3, c4, c5, c6,"
    " c7, c8, c9 FROM g LEFT JOIN sums s ON true LEFT JOIN agencies a ON a.code = s.code"
    " ORDER BY s.code COLLATE \"C\", s.through"};
// A dossier's field is that of the procedure version under which it was received; the name is the
// newest one that the field has.
constexpr Statement kSumsByField{
    "sums_by_field", MOTCUA_REPORTING_SUMS
    ", sums AS (SELECT coalesce(p.field_code, '') AS code, through," MOTCUA_REPORTING_COLUMNS
    " FROM parts c LEFT JOIN procedures p ON p.code = c.procedure_code"
    " AND p.version = c.procedure_version WHERE $3 = '' OR agency = $3 GROUP BY 1, through)"
    " SELECT g.id, g.events, s.code, coalesce(f.field_vi, ''), s.through, c1, c2, c3, c4, c5, c6,"
    " c7, c8, c9 FROM g LEFT JOIN sums s ON true LEFT JOIN LATERAL (SELECT field_vi"
    " FROM procedures p WHERE p.field_code = s.code"
    " ORDER BY valid_from DESC NULLS LAST, code, version LIMIT 1) f ON true"
    " ORDER BY s.code COLLATE \"C\", s.through"};
constexpr Statement kAgencyName{"agency_name", "SELECT name_vi FROM agencies WHERE code = $1"};
constexpr Statement kProcedures{"count_procedures",
                                "SELECT count(*) FILTER (WHERE complete), count(*) FROM procedures"
                                " WHERE (valid_from IS NULL OR valid_from <= $1::date)"
                                " AND (valid_to IS NULL OR valid_to >= $1::date)"};
constexpr Statement kPetitions{
    "count_petitions",
    "SELECT coalesce(sum(in_time), 0)::bigint, coalesce(sum(due), 0)::bigint FROM petition_days"
    " WHERE generation = (SELECT id FROM generations WHERE state = 'active')"
    " AND due_on BETWEEN $1::date AND $2::date"};
constexpr Statement kTargets{
    "list_targets",
    "SELECT id, indicator, at_least_basis_points, name_vi, source FROM targets ORDER BY ordinal"};
constexpr Statement kForgetTargets{"forget_targets", "DELETE FROM targets"};
constexpr Statement kAddTarget{
    "add_target",
    "INSERT INTO targets (id, ordinal, indicator, at_least_basis_points, name_vi, source)"
    " VALUES ($1, $2, $3, $4, $5, $6)"};

#define MOTCUA_REPORTING_OVERDUE_COLUMNS                                                        \
  "SELECT d.code, d.agency, d.current_agency, d.step_name_vi, d.procedure_code,"                \
  " coalesce(p.field_code, ''), d.state, d.received_at, d.due_at, d.dossier_id FROM dossiers d" \
  " LEFT JOIN procedures p ON p.code = d.procedure_code AND p.version = d.procedure_version"    \
  " WHERE d.generation = (SELECT id FROM generations WHERE state = 'active')"                   \
  " AND d.overdue_from IS NOT NULL"
constexpr Statement kOverdueOfAgency{
    "list_overdue_of_agency", MOTCUA_REPORTING_OVERDUE_COLUMNS
    " AND d.agency = $1 AND d.due_at < $2 AND (d.due_at, d.dossier_id) > ($3, $4)"
    " ORDER BY d.due_at, d.dossier_id LIMIT $5"};
// From agency to agency by the index, a page of each at most: those not yet due are never read.
constexpr Statement kOverdueOfAll{
    "list_overdue_of_all",
    "WITH RECURSIVE owners AS ((SELECT d.agency FROM dossiers d WHERE d.generation ="
    " (SELECT id FROM generations WHERE state = 'active') AND d.overdue_from IS NOT NULL"
    " AND d.agency >= $1 ORDER BY d.agency LIMIT 1)"
    " UNION ALL SELECT (SELECT d.agency FROM dossiers d WHERE d.generation ="
    " (SELECT id FROM generations WHERE state = 'active') AND d.overdue_from IS NOT NULL"
    " AND d.agency > owners.agency ORDER BY d.agency LIMIT 1) FROM owners"
    " WHERE owners.agency IS NOT NULL)"
    " SELECT x.* FROM owners CROSS JOIN LATERAL (" MOTCUA_REPORTING_OVERDUE_COLUMNS
    " AND d.agency = owners.agency AND d.due_at < $2"
    " AND (d.agency > $1 OR (d.due_at, d.dossier_id) > ($3, $4))"
    " ORDER BY d.due_at, d.dossier_id LIMIT $5) x"
    " ORDER BY x.agency, x.due_at, x.dossier_id LIMIT $5"};

Sums SumsIn(const db::Result& result, std::size_t row, std::size_t column) {
  const auto next = [&] { return result.Int(row, column++); };
  Sums sums;
  for (std::int64_t* const value :
       {&sums.received_online, &sums.received_direct, &sums.received_post, &sums.resolved_early,
        &sums.resolved_on_time, &sums.resolved_overdue, &sums.returned, &sums.withdrawn,
        &sums.overdue_open}) {
    *value = next();
  }
  return sums;
}

}  // namespace

absl::StatusOr<db::Result> PgReports::Read(const CallContext& call, const db::Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  return lease->Execute(query);
}

absl::StatusOr<SumsRead> PgReports::ReadSums(const CallContext& call, const Period& period,
                                             Grouping grouping, const std::string& agency) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Read(call,
           {grouping == Grouping::kAgency ? kSumsByAgency : kSumsByField,
            Params().Text(FormatDate(period.to)).Text(FormatDate(period.from)).Text(agency)}));
  SumsRead read;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    read.generation = rows.Int(row, 0);
    read.events = rows.Int(row, 1);
    if (rows.IsNull(row, 2)) {
      continue;
    }
    if (read.groups.empty() || read.groups.back().code != rows.Text(row, 2)) {
      read.groups.push_back(
          {.code = std::string(rows.Text(row, 2)), .name_vi = std::string(rows.Text(row, 3))});
    }
    GroupSums& group = read.groups.back();
    (rows.Bool(row, 4) ? group.through : group.before) = SumsIn(rows, row, 5);
  }
  return read;
}

absl::StatusOr<std::string> PgReports::FindAgencyName(const CallContext& call,
                                                      const std::string& agency) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result row, Read(call, {kAgencyName, Params().Text(agency)}));
  if (row.empty()) {
    return FieldError("agency", "AGENCY_UNKNOWN", "there is no such agency in the catalogue");
  }
  return std::string(row.Text(0, 0));
}

absl::StatusOr<Ratio> PgReports::CountProcedures(const CallContext& call, calendar::LocalDate day) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result row,
                          Read(call, {kProcedures, Params().Text(FormatDate(day))}));
  return Ratio{.reached = row.Int(0, 0), .of = row.Int(0, 1)};
}

absl::StatusOr<Ratio> PgReports::CountPetitions(const CallContext& call, const Period& period) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result row,
      Read(call, {kPetitions, Params().Text(FormatDate(period.from)).Text(FormatDate(period.to))}));
  return Ratio{.reached = row.Int(0, 0), .of = row.Int(0, 1)};
}

absl::StatusOr<std::vector<Target>> PgReports::ReadTargets(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows, Read(call, {kTargets, Params()}));
  std::vector<Target> targets;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::optional<Indicator> indicator = IndicatorOf(rows.Text(row, 1));
    if (!indicator.has_value()) {
      return Error(absl::StatusCode::kInternal, "DATA_CORRUPT", "a stored target can't be read");
    }
    targets.push_back({.id = std::string(rows.Text(row, 0)),
                       .indicator = *indicator,
                       .at_least_basis_points = static_cast<int>(rows.Int(row, 2)),
                       .name_vi = std::string(rows.Text(row, 3)),
                       .source = std::string(rows.Text(row, 4))});
  }
  return targets;
}

absl::StatusOr<std::vector<OverdueRow>> PgReports::ListOverdue(const CallContext& call,
                                                               const std::string& agency,
                                                               Instant before,
                                                               const OverduePosition& after,
                                                               int limit) {
  Params params;
  params.Text(agency.empty() ? after.agency : agency)
      .Time(before)
      .Time(after.due_at)
      .Text(after.dossier_id)
      .Int(limit);
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Read(call, {agency.empty() ? kOverdueOfAll : kOverdueOfAgency, std::move(params)}));
  std::vector<OverdueRow> list;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    OverdueRow line;
    line.code = rows.Text(row, 0);
    line.agency = rows.Text(row, 1);
    line.current_agency = rows.Text(row, 2);
    line.step_name_vi = rows.Text(row, 3);
    line.procedure_code = rows.Text(row, 4);
    line.field_code = rows.Text(row, 5);
    MOTCUA_ASSIGN_OR_RETURN(line.state,
                            dossier::NationalStateFromNumber(static_cast<int>(rows.Int(row, 6))));
    line.received_at = rows.OptionalTime(row, 7);
    line.due_at = rows.OptionalTime(row, 8);
    line.position = {.agency = line.agency,
                     .due_at = rows.Time(row, 8),
                     .dossier_id = std::string(rows.Text(row, 9))};
    list.push_back(std::move(line));
  }
  return list;
}

absl::Status PgReports::ReplaceTargets(const CallContext& call,
                                       const std::vector<Target>& targets) {
  return pool_.Run(call, "load_targets", [&](db::Transaction& transaction) -> absl::Status {
    transaction.Write({kForgetTargets, Params()});
    std::int64_t ordinal = 0;
    for (const Target& target : targets) {
      transaction.Write({kAddTarget, Params()
                                         .Text(target.id)
                                         .Int(++ordinal)
                                         .Text(NameOf(target.indicator))
                                         .Int(target.at_least_basis_points)
                                         .Text(target.name_vi)
                                         .Text(target.source)});
    }
    command::AppendAudit(transaction,
                         {{.caller = call.caller,
                           .method = "LoadTargets",
                           .actor = {.kind = ActorKind::kSystem, .id = call.caller, .agency = {}},
                           .subject = "targets",
                           .traceparent = call.traceparent}});
    return absl::OkStatus();
  });
}

}  // namespace motcua::reporting

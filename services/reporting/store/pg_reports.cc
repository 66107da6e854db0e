#include "store/pg_reports.h"

#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/db/table.h"

namespace motcua::reporting {
namespace {

using calendar::FormatDate;
using db::Params;
using db::Statement;

// The sum up to a day is that of the months before its month and of the days of its month. $1 is
// the last day, $2 the first; the sum before the first day uses the day before it.
constexpr char kParts[] = R"sql(
  WITH g AS (
    SELECT id, (SELECT coalesce(sum(events), 0) FROM event_counts e
      WHERE e.generation = generations.id)::bigint AS events
    FROM generations WHERE state = 'active'
  ),
  parts AS (
    SELECT true AS through, c.* FROM g JOIN counters c ON c.generation = g.id AND c.span = 'm'
      AND c.start < date_trunc('month', $1::date)::date
    UNION ALL
    SELECT true, c.* FROM g JOIN counters c ON c.generation = g.id AND c.span = 'd'
      AND c.start >= date_trunc('month', $1::date)::date AND c.start <= $1::date
    UNION ALL
    SELECT false, c.* FROM g JOIN counters c ON c.generation = g.id AND c.span = 'm'
      AND c.start < date_trunc('month', $2::date)::date
    UNION ALL
    SELECT false, c.* FROM g JOIN counters c ON c.generation = g.id AND c.span = 'd'
      AND c.start >= date_trunc('month', $2::date)::date AND c.start < $2::date
  ))sql";
constexpr char kSums[] = R"sql(through,
      sum(received_online)::bigint AS received_online,
      sum(received_direct)::bigint AS received_direct,
      sum(received_post)::bigint AS received_post,
      sum(resolved_early)::bigint AS resolved_early,
      sum(resolved_on_time)::bigint AS resolved_on_time,
      sum(resolved_overdue)::bigint AS resolved_overdue,
      sum(returned)::bigint AS returned,
      sum(withdrawn)::bigint AS withdrawn,
      sum(overdue_open)::bigint AS overdue_open)sql";

// At least one row, with the generation; the group is null if nothing has been counted.
const db::MadeStatement& SumsStatement(Grouping grouping) {
  static const db::MadeStatement kByAgency{"sums_by_agency", std::string(kParts) + R"sql(,
  sums AS (
    SELECT agency AS code, )sql" + kSums + R"sql(
    FROM parts WHERE $3 = '' OR agency = $3 GROUP BY agency, through
  )
  SELECT g.id AS generation, g.events, coalesce(a.name_vi, '') AS name_vi, s.*
  FROM g LEFT JOIN sums s ON true LEFT JOIN agencies a ON a.code = s.code
  ORDER BY s.code COLLATE "C", s.through
)sql"};
  // The field of a dossier is that of the procedure version under which it was received, with the
  // newest name of the field.
  static const db::MadeStatement kByField{"sums_by_field", std::string(kParts) + R"sql(,
  sums AS (
    SELECT coalesce(p.field_code, '') AS code, )sql" + kSums + R"sql(
    FROM parts c LEFT JOIN procedures p ON p.code = c.procedure_code
      AND p.version = c.procedure_version
    WHERE $3 = '' OR agency = $3 GROUP BY 1, through
  )
  SELECT g.id AS generation, g.events, coalesce(f.field_vi, '') AS name_vi, s.*
  FROM g LEFT JOIN sums s ON true LEFT JOIN LATERAL (
    SELECT field_vi FROM procedures p WHERE p.field_code = s.code
    ORDER BY valid_from DESC, code, version LIMIT 1
  ) f ON true
  ORDER BY s.code COLLATE "C", s.through
)sql"};
  return grouping == Grouping::kAgency ? kByAgency : kByField;
}

constexpr Statement kAgencyName{"agency_name", "SELECT name_vi FROM agencies WHERE code = $1"};
constexpr Statement kProcedures{"count_procedures", R"sql(
  SELECT count(*) FILTER (WHERE complete) AS complete, count(*) AS procedures FROM procedures
  WHERE coalesce(valid_from, '') <= $1 AND (coalesce(valid_to, '') = '' OR valid_to >= $1)
)sql"};
constexpr Statement kPetitions{"count_petitions", R"sql(
  SELECT coalesce(sum(in_time), 0)::bigint AS in_time, coalesce(sum(due), 0)::bigint AS due
  FROM petition_days
  WHERE generation = (SELECT id FROM generations WHERE state = 'active')
    AND due_on BETWEEN $1::date AND $2::date
)sql"};
constexpr Statement kTargets{
    "list_targets",
    "SELECT id, indicator, at_least_basis_points, name_vi, source FROM targets ORDER BY ordinal"};
// Of two loads at once, the later one must also forget what the earlier one has added.
constexpr Statement kLockTargets{"lock_targets", "LOCK TABLE targets IN SHARE ROW EXCLUSIVE MODE"};
constexpr Statement kForgetTargets{"forget_targets", "DELETE FROM targets"};
constexpr Statement kAddTarget{"add_target", R"sql(
  INSERT INTO targets (id, ordinal, indicator, at_least_basis_points, name_vi, source)
  VALUES ($1, $2, $3, $4, $5, $6)
)sql"};

constexpr char kOverdue[] = R"sql(
    SELECT d.code, d.agency, d.current_agency, d.step_name_vi, d.procedure_code,
      coalesce(p.field_code, '') AS field_code, d.state, d.received_at, d.due_at, d.dossier_id
    FROM dossiers d
    LEFT JOIN procedures p ON p.code = d.procedure_code AND p.version = d.procedure_version
    WHERE d.generation = (SELECT id FROM generations WHERE state = 'active')
      AND d.overdue_from IS NOT NULL)sql";

const db::MadeStatement& OverdueStatement(bool of_all) {
  static const db::MadeStatement kOfAgency{"list_overdue_of_agency", std::string(kOverdue) + R"sql(
      AND d.agency = $1 AND d.due_at < $2 AND (d.due_at, d.dossier_id) > ($3, $4)
    ORDER BY d.due_at, d.dossier_id LIMIT $5
)sql"};
  // Goes from agency to agency by the index, reading at most a page of each, so that dossiers not
  // yet due are not read.
  static const db::MadeStatement kOfAll{"list_overdue_of_all", std::string(R"sql(
  WITH RECURSIVE owners AS (
    (SELECT d.agency FROM dossiers d
      WHERE d.generation = (SELECT id FROM generations WHERE state = 'active')
        AND d.overdue_from IS NOT NULL AND d.agency >= $1
      ORDER BY d.agency LIMIT 1)
    UNION ALL
    SELECT (SELECT d.agency FROM dossiers d
      WHERE d.generation = (SELECT id FROM generations WHERE state = 'active')
        AND d.overdue_from IS NOT NULL AND d.agency > owners.agency
      ORDER BY d.agency LIMIT 1)
    FROM owners WHERE owners.agency IS NOT NULL
  )
  SELECT x.* FROM owners CROSS JOIN LATERAL ()sql") + kOverdue + R"sql(
      AND d.agency = owners.agency AND d.due_at < $2
      AND (d.agency > $1 OR (d.due_at, d.dossier_id) > ($3, $4))
    ORDER BY d.due_at, d.dossier_id LIMIT $5
  ) x
  ORDER BY x.agency, x.due_at, x.dossier_id LIMIT $5
)sql"};
  return of_all ? kOfAll : kOfAgency;
}

// Goes from reference to reference by the partial index, reading at most a page of each; $4 to $7
// is the position, and before the debts of the position's reference the texts are empty.
constexpr Statement kSharedPayments{"list_shared_payments", R"sql(
  SELECT r.reference_key, r.payments AS debts, r.amount_vnd AS total_vnd, r.last_at, p.*
  FROM payment_references r CROSS JOIN LATERAL (
    SELECT p.dossier_id, p.debt, p.code, p.agency, p.amount_vnd, p.reference, p.confirmed_at
    FROM payments p
    WHERE p.generation = r.generation AND p.reference_key = r.reference_key
      AND (p.dossier_id, p.debt) >
        (CASE WHEN r.last_at = $4 AND r.reference_key = $5 THEN $6 ELSE '' END,
         CASE WHEN r.last_at = $4 AND r.reference_key = $5 THEN $7 ELSE '' END)
    ORDER BY p.dossier_id, p.debt LIMIT $8
  ) p
  WHERE r.generation = (SELECT id FROM generations WHERE state = 'active') AND r.payments > 1
    AND r.last_at >= $2 AND r.last_at < $3 AND ($1 = '' OR $1 = ANY (r.agencies))
    AND (r.last_at, r.reference_key) <= ($4, $5)
  ORDER BY r.last_at DESC, r.reference_key DESC, p.dossier_id, p.debt LIMIT $8
)sql"};

Sums SumsIn(const db::Row& row) {
  return {.received_online = row.Int("received_online"),
          .received_direct = row.Int("received_direct"),
          .received_post = row.Int("received_post"),
          .resolved_early = row.Int("resolved_early"),
          .resolved_on_time = row.Int("resolved_on_time"),
          .resolved_overdue = row.Int("resolved_overdue"),
          .returned = row.Int("returned"),
          .withdrawn = row.Int("withdrawn"),
          .overdue_open = row.Int("overdue_open")};
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
           {SumsStatement(grouping),
            Params().Text(FormatDate(period.to)).Text(FormatDate(period.from)).Text(agency)}));
  SumsRead read;
  for (const db::Row row : rows) {
    read.generation = row.Int("generation");
    read.events = row.Int("events");
    if (row.IsNull("code")) {
      continue;
    }
    const std::string code = row.Text("code");
    if (read.groups.empty() || read.groups.back().code != code) {
      read.groups.push_back({.code = code, .name_vi = row.Text("name_vi")});
    }
    GroupSums& group = read.groups.back();
    (row.Bool("through") ? group.through : group.before) = SumsIn(row);
  }
  return read;
}

absl::StatusOr<std::string> PgReports::FindAgencyName(const CallContext& call,
                                                      const std::string& agency) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found, Read(call, {kAgencyName, Params().Text(agency)}));
  if (found.empty()) {
    return FieldError("agency", "AGENCY_UNKNOWN", "no such agency");
  }
  return found.front().Text("name_vi");
}

absl::StatusOr<Ratio> PgReports::CountProcedures(const CallContext& call, calendar::LocalDate day) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          Read(call, {kProcedures, Params().Text(FormatDate(day))}));
  const db::Row row = found.front();
  return Ratio{.reached = row.Int("complete"), .of = row.Int("procedures")};
}

absl::StatusOr<Ratio> PgReports::CountPetitions(const CallContext& call, const Period& period) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      Read(call, {kPetitions, Params().Text(FormatDate(period.from)).Text(FormatDate(period.to))}));
  const db::Row row = found.front();
  return Ratio{.reached = row.Int("in_time"), .of = row.Int("due")};
}

absl::StatusOr<std::vector<Target>> PgReports::ReadTargets(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows, Read(call, {kTargets, Params()}));
  std::vector<Target> targets;
  for (const db::Row row : rows) {
    const std::optional<Indicator> indicator = IndicatorOf(row.Text("indicator"));
    if (!indicator.has_value()) {
      return Error(absl::StatusCode::kInternal, "DATA_CORRUPT", "a stored target can't be read");
    }
    targets.push_back({.id = row.Text("id"),
                       .indicator = *indicator,
                       .at_least_basis_points = static_cast<int>(row.Int("at_least_basis_points")),
                       .name_vi = row.Text("name_vi"),
                       .source = row.Text("source")});
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
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          Read(call, {OverdueStatement(agency.empty()), std::move(params)}));
  std::vector<OverdueRow> list;
  for (const db::Row row : rows) {
    OverdueRow line;
    line.code = row.Text("code");
    line.agency = row.Text("agency");
    line.current_agency = row.Text("current_agency");
    line.step_name_vi = row.Text("step_name_vi");
    line.procedure_code = row.Text("procedure_code");
    line.field_code = row.Text("field_code");
    MOTCUA_ASSIGN_OR_RETURN(line.state,
                            dossier::NationalStateFromNumber(static_cast<int>(row.Int("state"))));
    line.received_at = row.OptionalTime("received_at");
    line.due_at = row.OptionalTime("due_at");
    line.position = {
        .agency = line.agency, .due_at = row.Time("due_at"), .dossier_id = row.Text("dossier_id")};
    list.push_back(std::move(line));
  }
  return list;
}

absl::StatusOr<std::vector<SharedPayment>> PgReports::ListSharedPayments(
    const CallContext& call, const SharedPaymentsQuestion& question, const PaymentPosition& after,
    int limit) {
  Params params;
  params.Text(question.agency)
      .Time(question.from)
      .Time(question.until)
      .Time(after.last_at)
      .Text(after.reference_key)
      .Text(after.dossier_id)
      .Text(after.debt)
      .Int(limit);
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows, Read(call, {kSharedPayments, std::move(params)}));
  std::vector<SharedPayment> list;
  for (const db::Row row : rows) {
    SharedPayment line;
    line.payment = {.dossier_id = row.Text("dossier_id"),
                    .debt = row.Text("debt"),
                    .code = row.Text("code"),
                    .agency = row.Text("agency"),
                    .amount_vnd = row.Int("amount_vnd"),
                    .reference = row.Text("reference"),
                    .confirmed_at = row.Time("confirmed_at")};
    line.debts = row.Int("debts");
    line.total_vnd = row.Int("total_vnd");
    line.position = {.last_at = row.Time("last_at"),
                     .reference_key = row.Text("reference_key"),
                     .dossier_id = line.payment.dossier_id,
                     .debt = line.payment.debt};
    list.push_back(std::move(line));
  }
  return list;
}

void WriteTargets(db::Transaction& transaction, const std::vector<Target>& targets) {
  transaction.Write({kLockTargets, Params()});
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
}

}  // namespace motcua::reporting

#include "store/counting.h"

#include <functional>
#include <map>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/db/table.h"

#include "store/generation_lock.h"

namespace motcua::reporting {
namespace {

using calendar::FormatDate;
using calendar::LocalDate;
using db::Params;
using db::Statement;

/// Number of rows that count events; a replica has only a few threads.
constexpr std::size_t kStripes = 16;

// A separate statement after locking, so that its snapshot includes a swap.
constexpr Statement kGenerationOf{
    "generation_of_slot", "SELECT id FROM generations WHERE slot = $1 AND state <> 'dropping'"};
constexpr Statement kCountEvents{"count_events", R"sql(
  INSERT INTO event_counts AS c (generation, stripe, events) VALUES ($1, $2, $3)
  ON CONFLICT (generation, stripe) DO UPDATE SET events = c.events + excluded.events
)sql"};
// Counts only debts that were not there. Both inserts are in the order of the keys.
constexpr Statement kAddPayments{"add_payments", R"sql(
  WITH added AS (
    INSERT INTO payments (generation, reference_key, dossier_id, debt, code, agency, amount_vnd,
      reference, confirmed_at)
    SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
      $7::bigint[], $8::text[], $9::timestamptz[])
      AS p (reference_key, dossier_id, debt, code, agency, amount_vnd, reference, confirmed_at)
    ORDER BY reference_key, dossier_id, debt
    ON CONFLICT DO NOTHING
    RETURNING reference_key, agency, amount_vnd, confirmed_at
  )
  INSERT INTO payment_references AS r
    (generation, reference_key, payments, amount_vnd, agencies, last_at)
  SELECT $1, reference_key, count(*), sum(amount_vnd), array_agg(DISTINCT agency ORDER BY agency),
    max(confirmed_at)
  FROM added GROUP BY reference_key ORDER BY reference_key
  ON CONFLICT (generation, reference_key) DO UPDATE SET
    payments = r.payments + excluded.payments,
    amount_vnd = r.amount_vnd + excluded.amount_vnd,
    agencies = ARRAY(SELECT DISTINCT agency FROM unnest(r.agencies || excluded.agencies) AS agency
      ORDER BY agency),
    last_at = greatest(r.last_at, excluded.last_at)
)sql"};
/// Rows of tables counters and petition_days: what to add to them.
struct CounterRow {
  std::int64_t generation = 0;
  Counter counter;
  Sums sums;
};
struct PetitionDayRow {
  std::int64_t generation = 0;
  LocalDate due_on{};
  int due = 0;
  int in_time = 0;
};

/// An optional day as a column.
template <typename Access>
db::Column<DossierRow> Day(const char* name, const Access& day) {
  return {.name = name,
          .type = db::Type::kDate,
          .put =
              [day](const DossierRow& row, db::Array& out) {
                if (const std::optional<LocalDate>& value = day(row); value.has_value()) {
                  out.Date(*value);
                } else {
                  out.Null();
                }
              },
          .take =
              [day](const db::Row& in, std::string_view at, DossierRow& row) {
                if (!in.IsNull(at)) {
                  day(row) = calendar::ParseDate(in.Text(at)).value();
                }
              }};
}

const db::Table<DossierRow>& Dossiers() {
  using db::Field;
  using db::Fixed;
  using db::Key;
  static const db::Table<DossierRow> kDossiers(
      "dossiers",
      {Key(Field("generation", &DossierRow::generation)),
       Key(Field("dossier_id", &DossierRow::dossier_id)),
       Field<DossierRow>(
           "state", [](auto& row) -> auto& { return row.counted.state; }),
       Fixed(Field<DossierRow>(
           "agency", [](auto& row) -> auto& { return row.counted.agency; })),
       Fixed(Field<DossierRow>(
           "procedure_code", [](auto& row) -> auto& { return row.counted.procedure; })),
       Fixed(Field<DossierRow>(
           "procedure_version", [](auto& row) -> auto& { return row.counted.procedure_version; })),
       Fixed(Day(
           "received_on", [](auto& row) -> auto& { return row.counted.received_on; })),
       Day(
           "ended_on", [](auto& row) -> auto& { return row.counted.ended_on; }),
       Day(
           "overdue_from", [](auto& row) -> auto& { return row.counted.overdue_from; }),
       Fixed(Field("code", &DossierRow::code)),
       Fixed(Field("received_at", &DossierRow::received_at)), Field("due_at", &DossierRow::due_at),
       Field("current_agency", &DossierRow::current_agency),
       Field("step_name_vi", &DossierRow::step_name_vi)});
  return kDossiers;
}

const db::Table<PetitionRow>& Petitions() {
  using db::Field;
  using db::Key;
  static const db::Table<PetitionRow> kPetitions(
      "petitions", {Key(Field("generation", &PetitionRow::generation)),
                    Key(Field("petition_id", &PetitionRow::petition_id)),
                    Field<PetitionRow>(
                        "due_at", [](auto& row) -> auto& { return row.counted.due_at; }),
                    Field<PetitionRow>(
                        "answered_at", [](auto& row) -> auto& { return row.counted.answered_at; }),
                    Field<PetitionRow>(
                        "closed_at", [](auto& row) -> auto& { return row.counted.closed_at; })});
  return kPetitions;
}

db::Column<CounterRow> Sum(const char* name, std::int64_t Sums::*sum) {
  return db::Field<CounterRow>(
      name, [sum](auto& row) -> auto& { return row.sums.*sum; });
}

const db::Table<CounterRow>& Counters() {
  using db::Derived;
  using db::Field;
  using db::Key;
  static const db::Table<CounterRow> kCounters(
      "counters",
      {Key(Field("generation", &CounterRow::generation)),
       Key(Derived<CounterRow>("span", db::Type::kText,
                               [](const CounterRow& row, db::Array& out) {
                                 out.Text(std::string(1, row.counter.span));
                               })),
       Key(Derived<CounterRow>(
           "start", db::Type::kDate,
           [](const CounterRow& row, db::Array& out) { out.Date(row.counter.start); })),
       Key(Field<CounterRow>(
           "agency", [](auto& row) -> auto& { return row.counter.agency; })),
       Key(Field<CounterRow>(
           "procedure_code", [](auto& row) -> auto& { return row.counter.procedure; })),
       Key(Field<CounterRow>(
           "procedure_version", [](auto& row) -> auto& { return row.counter.procedure_version; })),
       Sum("received_online", &Sums::received_online),
       Sum("received_direct", &Sums::received_direct), Sum("received_post", &Sums::received_post),
       Sum("resolved_early", &Sums::resolved_early),
       Sum("resolved_on_time", &Sums::resolved_on_time),
       Sum("resolved_overdue", &Sums::resolved_overdue), Sum("returned", &Sums::returned),
       Sum("withdrawn", &Sums::withdrawn), Sum("overdue_open", &Sums::overdue_open)});
  return kCounters;
}

const db::Table<PetitionDayRow>& PetitionDayRows() {
  static const db::Table<PetitionDayRow> kRows(
      "petition_days",
      {db::Key(db::Field("generation", &PetitionDayRow::generation)),
       db::Key(db::Derived<PetitionDayRow>(
           "due_on", db::Type::kDate,
           [](const PetitionDayRow& row, db::Array& out) { out.Date(row.due_on); })),
       db::Field("due", &PetitionDayRow::due), db::Field("in_time", &PetitionDayRow::in_time)});
  return kRows;
}

LocalDate FirstOfMonth(LocalDate date) {
  const std::chrono::year_month_day day{date};
  return LocalDate(day.year() / day.month() / std::chrono::day(1));
}

/// The generation of a slot and its rows, read under the shared lock.
struct Locked {
  std::int64_t generation = 0;
  db::Result rows;
};

absl::StatusOr<Locked> LockRows(db::Transaction& transaction, int slot, db::Query read) {
  MOTCUA_ASSIGN_OR_RETURN(
      std::vector<db::Result> results,
      transaction.ReadAll({{kShareSlot, Params().Int(kGenerationLockClass).Int(slot)},
                           {kGenerationOf, Params().Int(slot)},
                           std::move(read)}));
  if (results[1].empty()) {
    return Error(absl::StatusCode::kUnavailable, "GENERATION_GONE",
                 "this generation of counters is being deleted");
  }
  return Locked{.generation = results[1].front().Int("id"), .rows = std::move(results[2])};
}

void CountEvents(db::Transaction& transaction, std::int64_t generation, const std::string& key,
                 std::size_t events) {
  const auto stripe = static_cast<std::int64_t>(std::hash<std::string>()(key) % kStripes);
  transaction.Write(
      {kCountEvents, Params().Int(generation).Int(stripe).Int(static_cast<std::int64_t>(events))});
}

void Write(db::Transaction& transaction, std::int64_t generation,
           const std::vector<Payment>& payments) {
  if (payments.empty()) {
    return;
  }
  db::Array keys(db::Type::kText);
  db::Array dossiers(db::Type::kText);
  db::Array debts(db::Type::kText);
  db::Array codes(db::Type::kText);
  db::Array agencies(db::Type::kText);
  db::Array amounts(db::Type::kBigint);
  db::Array references(db::Type::kText);
  db::Array times(db::Type::kTimestamptz);
  for (const Payment& payment : payments) {
    keys.Text(ReferenceKey(payment.reference));
    dossiers.Text(payment.dossier_id);
    debts.Text(payment.debt);
    codes.Text(payment.code);
    agencies.Text(payment.agency);
    amounts.Int(payment.amount_vnd);
    references.Text(payment.reference);
    times.Time(payment.confirmed_at);
  }
  transaction.Write({kAddPayments, Params()
                                       .Int(generation)
                                       .Values(keys)
                                       .Values(dossiers)
                                       .Values(debts)
                                       .Values(codes)
                                       .Values(agencies)
                                       .Values(amounts)
                                       .Values(references)
                                       .Values(times)});
}

void Write(db::Transaction& transaction, std::int64_t generation, const CounterSums& sums) {
  std::vector<CounterRow> rows;
  for (const auto& [counter, sum] : sums) {
    if (sum != Sums()) {
      rows.push_back({.generation = generation, .counter = counter, .sums = sum});
    }
  }
  if (!rows.empty()) {
    transaction.Write(Counters().Add(rows));
  }
}

}  // namespace

void AddTo(CounterSums& sums, const CountedDossier& dossier,
           const std::vector<DayChange>& changes) {
  for (const DayChange& change : changes) {
    Counter counter{.span = 'd',
                    .start = change.day,
                    .agency = dossier.agency,
                    .procedure = dossier.procedure,
                    .procedure_version = dossier.procedure_version};
    sums[counter] += change.sums;
    counter.span = 'm';
    counter.start = FirstOfMonth(change.day);
    sums[counter] += change.sums;
  }
}

absl::StatusOr<LockedDossiers> LockDossiers(db::Transaction& transaction, int slot,
                                            const std::vector<std::string>& dossier_ids) {
  static const db::MadeStatement kRead = Dossiers().Select(
      "lock_counted_dossiers",
      "WHERE generation = (SELECT id FROM generations WHERE slot = $1 AND state <> 'dropping')"
      " AND dossier_id = ANY ($2::text[]) ORDER BY dossier_id FOR UPDATE");
  MOTCUA_ASSIGN_OR_RETURN(
      const Locked locked,
      LockRows(transaction, slot, {kRead, Params().Int(slot).Values(db::TextArray(dossier_ids))}));
  LockedDossiers result{.generation = locked.generation};
  for (DossierRow& row : Dossiers().ReadAll(locked.rows)) {
    result.dossiers.emplace(std::move(row.dossier_id), std::move(row.counted));
  }
  return result;
}

void SaveDossiers(db::Transaction& transaction, std::int64_t generation,
                  const std::vector<DossierRow>& rows, const std::vector<Payment>& payments,
                  const CounterSums& sums, std::size_t events) {
  std::vector<const DossierRow*> received;
  for (const DossierRow& row : rows) {
    if (row.counted.received_on.has_value()) {
      received.push_back(&row);
    }
  }
  if (!received.empty()) {
    transaction.Write(Dossiers().Upsert(
        received, [](const DossierRow* row) -> const DossierRow& { return *row; }));
  }
  Write(transaction, generation, payments);
  Write(transaction, generation, sums);
  CountEvents(transaction, generation, rows.front().dossier_id, events);
}

void AddTo(PetitionDays& days, const CountedPetition& before, const CountedPetition& after) {
  const auto add = [&](const PetitionWorth& worth, int sign) {
    if (worth.day.has_value()) {
      days[*worth.day].first += sign * worth.due;
      days[*worth.day].second += sign * worth.in_time;
    }
  };
  add(WorthOf(before), -1);
  add(WorthOf(after), 1);
}

absl::StatusOr<LockedPetitions> LockPetitions(db::Transaction& transaction, int slot,
                                              const std::vector<std::string>& petition_ids) {
  static const db::MadeStatement kRead = Petitions().Select(
      "lock_counted_petitions",
      "WHERE generation = (SELECT id FROM generations WHERE slot = $1 AND state <> 'dropping')"
      " AND petition_id = ANY ($2::text[]) ORDER BY petition_id FOR UPDATE");
  MOTCUA_ASSIGN_OR_RETURN(
      const Locked locked,
      LockRows(transaction, slot, {kRead, Params().Int(slot).Values(db::TextArray(petition_ids))}));
  LockedPetitions result{.generation = locked.generation};
  for (PetitionRow& row : Petitions().ReadAll(locked.rows)) {
    result.petitions.emplace(std::move(row.petition_id), row.counted);
  }
  return result;
}

void SavePetitions(db::Transaction& transaction, std::int64_t generation,
                   const std::vector<PetitionRow>& rows, const PetitionDays& days,
                   std::size_t events) {
  transaction.Write(Petitions().Upsert(rows));
  std::vector<PetitionDayRow> changed;
  for (const auto& [day, worth] : days) {
    if (worth != std::pair(0, 0)) {
      changed.push_back(
          {.generation = generation, .due_on = day, .due = worth.first, .in_time = worth.second});
    }
  }
  if (!changed.empty()) {
    transaction.Write(PetitionDayRows().Add(changed));
  }
  CountEvents(transaction, generation, rows.front().petition_id, events);
}

}  // namespace motcua::reporting

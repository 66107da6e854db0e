#include "store/counting.h"

#include <functional>
#include <map>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "store/generation_lock.h"

namespace motcua::reporting {
namespace {

using calendar::FormatDate;
using calendar::LocalDate;
using db::Params;
using db::Statement;

/// Rows that count events; a replica has a few threads at most.
constexpr std::size_t kStripes = 16;

// A statement of its own, behind the lock, so that its snapshot shows what a swap has done.
constexpr Statement kGenerationOf{
    "generation_of_slot", "SELECT id FROM generations WHERE slot = $1 AND state <> 'dropping'"};
constexpr Statement kReadDossier{
    "lock_counted_dossier",
    "SELECT state, agency, procedure_code, procedure_version, received_on::text, ended_on::text,"
    " overdue_from::text FROM dossiers WHERE generation = (SELECT id FROM generations"
    " WHERE slot = $1 AND state <> 'dropping') AND dossier_id = $2 FOR UPDATE"};
constexpr Statement kWriteDossier{
    "write_counted_dossier",
    "INSERT INTO dossiers (generation, dossier_id, state, agency, procedure_code,"
    " procedure_version, received_on, ended_on, overdue_from, code, received_at, due_at,"
    " current_agency, step_name_vi) VALUES ($1, $2, $3, $4, $5, $6, $7::date, $8::date, $9::date,"
    " $10, $11, $12, $13, $14) ON CONFLICT (generation, dossier_id) DO UPDATE SET state = $3,"
    " ended_on = $8::date, overdue_from = $9::date, due_at = $12, current_agency = $13,"
    " step_name_vi = $14"};
constexpr Statement kAdd{
    "add_to_counter",
    "INSERT INTO counters AS c (generation, span, start, agency, procedure_code,"
    " procedure_version, received_online, received_direct, received_post, resolved_early,"
    " resolved_on_time, resolved_overdue, returned, withdrawn, overdue_open)"
    " VALUES ($1, $2::text::\"char\", $3::date, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
    " $15) ON CONFLICT (generation, span, start, agency, procedure_code, procedure_version)"
    " DO UPDATE SET received_online = c.received_online + excluded.received_online,"
    " received_direct = c.received_direct + excluded.received_direct,"
    " received_post = c.received_post + excluded.received_post,"
    " resolved_early = c.resolved_early + excluded.resolved_early,"
    " resolved_on_time = c.resolved_on_time + excluded.resolved_on_time,"
    " resolved_overdue = c.resolved_overdue + excluded.resolved_overdue,"
    " returned = c.returned + excluded.returned, withdrawn = c.withdrawn + excluded.withdrawn,"
    " overdue_open = c.overdue_open + excluded.overdue_open"};
constexpr Statement kCountEvent{
    "count_event",
    "INSERT INTO event_counts AS c (generation, stripe, events) VALUES ($1, $2, 1)"
    " ON CONFLICT (generation, stripe) DO UPDATE SET events = c.events + 1"};
constexpr Statement kReadPetition{
    "lock_counted_petition",
    "SELECT due_at, answered_at, closed_at FROM petitions WHERE generation ="
    " (SELECT id FROM generations WHERE slot = $1 AND state <> 'dropping') AND petition_id = $2"
    " FOR UPDATE"};
constexpr Statement kWritePetition{
    "write_counted_petition",
    "INSERT INTO petitions (generation, petition_id, due_at, answered_at, closed_at)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (generation, petition_id)"
    " DO UPDATE SET due_at = $3, answered_at = $4, closed_at = $5"};
constexpr Statement kAddPetition{
    "add_to_petition_day",
    "INSERT INTO petition_days AS d (generation, due_on, due, in_time)"
    " VALUES ($1, $2::date, $3, $4) ON CONFLICT (generation, due_on)"
    " DO UPDATE SET due = d.due + excluded.due, in_time = d.in_time + excluded.in_time"};

std::optional<LocalDate> DateIn(const db::Result& result, std::size_t column) {
  if (result.IsNull(0, column)) {
    return std::nullopt;
  }
  return calendar::ParseDate(result.Text(0, column)).value();
}

std::string TextOf(const std::optional<LocalDate>& date) {
  return date.has_value() ? FormatDate(*date) : "";
}

LocalDate FirstOfMonth(LocalDate date) {
  const std::chrono::year_month_day day{date};
  return LocalDate(day.year() / day.month() / std::chrono::day(1));
}

/// The row of one slot's generation, read behind the shared lock; and the generation.
struct Locked {
  std::int64_t generation = 0;
  db::Result row;
};

absl::StatusOr<Locked> LockRow(db::Transaction& transaction, int slot, const Statement& read,
                               const std::string& id) {
  MOTCUA_ASSIGN_OR_RETURN(
      std::vector<db::Result> results,
      transaction.ReadAll({{kShareSlot, Params().Int(kGenerationLockClass).Int(slot)},
                           {kGenerationOf, Params().Int(slot)},
                           {read, Params().Int(slot).Text(id)}}));
  if (results[1].empty()) {
    return Error(absl::StatusCode::kUnavailable, "GENERATION_GONE",
                 "this generation of counters is being taken down");
  }
  return Locked{.generation = results[1].Int(0, 0), .row = std::move(results[2])};
}

void Add(db::Transaction& transaction, std::int64_t generation, const CountedDossier& dossier,
         char span, LocalDate start, const Sums& sums) {
  transaction.Write({kAdd, Params()
                               .Int(generation)
                               .Text(std::string(1, span))
                               .Text(FormatDate(start))
                               .Text(dossier.agency)
                               .Text(dossier.procedure)
                               .Int(dossier.procedure_version)
                               .Int(sums.received_online)
                               .Int(sums.received_direct)
                               .Int(sums.received_post)
                               .Int(sums.resolved_early)
                               .Int(sums.resolved_on_time)
                               .Int(sums.resolved_overdue)
                               .Int(sums.returned)
                               .Int(sums.withdrawn)
                               .Int(sums.overdue_open)});
}

void CountEvent(db::Transaction& transaction, std::int64_t generation, const std::string& key) {
  const auto stripe = static_cast<std::int64_t>(std::hash<std::string>()(key) % kStripes);
  transaction.Write({kCountEvent, Params().Int(generation).Int(stripe)});
}

}  // namespace

absl::StatusOr<LockedDossier> LockDossier(db::Transaction& transaction, int slot,
                                          const std::string& dossier_id) {
  MOTCUA_ASSIGN_OR_RETURN(const Locked locked,
                          LockRow(transaction, slot, kReadDossier, dossier_id));
  LockedDossier result{.generation = locked.generation};
  const db::Result& row = locked.row;
  if (!row.empty()) {
    MOTCUA_ASSIGN_OR_RETURN(result.dossier.state,
                            dossier::NationalStateFromNumber(static_cast<int>(row.Int(0, 0))));
    result.dossier.agency = row.Text(0, 1);
    result.dossier.procedure = row.Text(0, 2);
    result.dossier.procedure_version = static_cast<int>(row.Int(0, 3));
    result.dossier.received_on = DateIn(row, 4);
    result.dossier.ended_on = DateIn(row, 5);
    result.dossier.overdue_from = DateIn(row, 6);
  }
  return result;
}

void SaveDossier(db::Transaction& transaction, std::int64_t generation,
                 const std::string& dossier_id, const CountedDossier& dossier,
                 const ShownDossier& shown, const std::vector<DayChange>& changes) {
  if (dossier.received_on.has_value()) {
    transaction.Write({kWriteDossier, Params()
                                          .Int(generation)
                                          .Text(dossier_id)
                                          .Int(dossier::WireNumber(dossier.state))
                                          .Text(dossier.agency)
                                          .Text(dossier.procedure)
                                          .Int(dossier.procedure_version)
                                          .TextOrNull(TextOf(dossier.received_on))
                                          .TextOrNull(TextOf(dossier.ended_on))
                                          .TextOrNull(TextOf(dossier.overdue_from))
                                          .Text(shown.code)
                                          .OptionalTime(shown.received_at)
                                          .OptionalTime(shown.due_at)
                                          .Text(shown.current_agency)
                                          .Text(shown.step_name_vi)});
  }
  std::map<LocalDate, Sums> months;
  for (const DayChange& change : changes) {
    Add(transaction, generation, dossier, 'd', change.day, change.sums);
    months[FirstOfMonth(change.day)] += change.sums;
  }
  for (const auto& [month, sums] : months) {
    if (sums != Sums()) {
      Add(transaction, generation, dossier, 'm', month, sums);
    }
  }
  CountEvent(transaction, generation, dossier_id);
}

absl::StatusOr<LockedPetition> LockPetition(db::Transaction& transaction, int slot,
                                            const std::string& petition_id) {
  MOTCUA_ASSIGN_OR_RETURN(const Locked locked,
                          LockRow(transaction, slot, kReadPetition, petition_id));
  LockedPetition result{.generation = locked.generation};
  if (!locked.row.empty()) {
    result.petition = {.due_at = locked.row.OptionalTime(0, 0),
                       .answered_at = locked.row.OptionalTime(0, 1),
                       .closed_at = locked.row.OptionalTime(0, 2)};
  }
  return result;
}

void SavePetition(db::Transaction& transaction, std::int64_t generation,
                  const std::string& petition_id, const CountedPetition& before,
                  const CountedPetition& after) {
  transaction.Write({kWritePetition, Params()
                                         .Int(generation)
                                         .Text(petition_id)
                                         .OptionalTime(after.due_at)
                                         .OptionalTime(after.answered_at)
                                         .OptionalTime(after.closed_at)});
  std::map<LocalDate, std::pair<int, int>> days;  // in the order in which their rows are locked
  const auto add = [&](const PetitionWorth& worth, int sign) {
    if (worth.day.has_value()) {
      days[*worth.day].first += sign * worth.due;
      days[*worth.day].second += sign * worth.in_time;
    }
  };
  add(WorthOf(before), -1);
  add(WorthOf(after), 1);
  for (const auto& [day, worth] : days) {
    if (worth != std::pair(0, 0)) {
      transaction.Write(
          {kAddPetition,
           Params().Int(generation).Text(FormatDate(day)).Int(worth.first).Int(worth.second)});
    }
  }
  CountEvent(transaction, generation, petition_id);
}

}  // namespace motcua::reporting

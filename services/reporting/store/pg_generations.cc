#include "store/pg_generations.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/db/table.h"

#include "store/generation_lock.h"

namespace motcua::reporting {
namespace {

using db::Params;
using db::Statement;

constexpr int kDropBatch = 5000;

constexpr Statement kTaking{"taking_slots", R"sql(
  SELECT slot FROM generations WHERE state <> 'dropping' ORDER BY state = 'active', id
)sql"};
constexpr Statement kList{"list_generations",
                          "SELECT id, slot, state FROM generations ORDER BY id"};
constexpr Statement kStatus{"rebuild_status", R"sql(
  SELECT (SELECT id FROM generations WHERE state = 'active') AS active,
    coalesce(b.id, 0) AS building,
    coalesce((SELECT sum(events) FROM event_counts c WHERE c.generation = b.id), 0)::bigint
      AS events,
    b.started_at,
    coalesce((SELECT failure FROM rebuilds WHERE ended_at IS NOT NULL
      ORDER BY generation DESC LIMIT 1), '') AS failure
  FROM (SELECT 1) one LEFT JOIN generations b ON b.state = 'building'
)sql"};
constexpr Statement kLock{"lock_generations", "LOCK TABLE generations IN SHARE ROW EXCLUSIVE MODE"};
constexpr Statement kLast{"last_generation", R"sql(
  SELECT greatest((SELECT max(id) FROM generations), (SELECT max(generation) FROM rebuilds)) AS last
)sql"};
constexpr Statement kAdd{
    "add_generation",
    "INSERT INTO generations (id, slot, state, started_at) VALUES ($1, $2, 'building', $3)"};
constexpr Statement kNoteStart{"note_rebuild",
                               "INSERT INTO rebuilds (generation, started_at) VALUES ($1, $2)"};
constexpr Statement kNoteEnd{
    "note_rebuild_end", "UPDATE rebuilds SET ended_at = $2, failure = $3 WHERE generation = $1"};
constexpr Statement kReadPlace{
    "rebuild_place",
    "SELECT page_token, finished FROM rebuild_places WHERE generation = $1 AND source = $2"};
constexpr Statement kSavePlace{"save_rebuild_place", R"sql(
  INSERT INTO rebuild_places (generation, source, page_token, finished) VALUES ($1, $2, $3, $4)
  ON CONFLICT (generation, source) DO UPDATE SET page_token = $3, finished = $4
)sql"};
constexpr Statement kTakeDown{
    "take_generation_down",
    "UPDATE generations SET state = 'dropping' WHERE state = 'active' AND id <> $1"};
constexpr Statement kActivate{
    "activate_generation",
    "UPDATE generations SET state = 'active' WHERE id = $1 AND state = 'building'"};
constexpr Statement kGiveUp{
    "give_generation_up",
    "UPDATE generations SET state = 'dropping' WHERE id = $1 AND state = 'building'"};
constexpr Statement kForget{"forget_generation", "DELETE FROM generations WHERE id = $1"};

// Each deletes at most $2 rows of one table, selected by `which`.
std::vector<db::MadeStatement> MakeDrops(const std::vector<std::string>& tables,
                                         const std::string& which) {
  std::vector<db::MadeStatement> drops;
  drops.reserve(tables.size());
  for (const std::string& table : tables) {
    drops.push_back({"drop_" + table, "DELETE FROM " + table +
                                          " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + table +
                                          " WHERE " + which + " LIMIT $2))"});
  }
  return drops;
}

const std::vector<db::MadeStatement>& ConsumerDrops() {
  // Waiting events first, so that they are not retried in the meantime.
  static const std::vector<db::MadeStatement> kDrops =
      MakeDrops({"parked_events", "dead_letters", "event_cursors"}, "consumer = ANY ($1::text[])");
  return kDrops;
}

const std::vector<db::MadeStatement>& GenerationDrops() {
  static const std::vector<db::MadeStatement> kDrops =
      MakeDrops({"dossiers", "payments", "payment_references", "counters", "petitions",
                 "petition_days", "event_counts", "rebuild_places"},
                "generation = $1");
  return kDrops;
}

absl::StatusOr<GenerationState> StateOf(std::string_view name) {
  if (name == "active") {
    return GenerationState::kActive;
  }
  return name == "building" ? GenerationState::kBuilding : GenerationState::kDropping;
}

absl::StatusOr<std::vector<Generation>> ReadGenerations(const db::Result& rows) {
  std::vector<Generation> list;
  for (const db::Row row : rows) {
    MOTCUA_ASSIGN_OR_RETURN(const GenerationState state, StateOf(row.Text("state")));
    list.push_back(
        {.id = row.Int("id"), .slot = static_cast<int>(row.Int("slot")), .state = state});
  }
  return list;
}

}  // namespace

absl::StatusOr<LockedGenerations> LockGenerations(db::Transaction& transaction) {
  MOTCUA_ASSIGN_OR_RETURN(
      const std::vector<db::Result> results,
      transaction.ReadAll({{kLock, Params()}, {kList, Params()}, {kLast, Params()}}));
  LockedGenerations locked{.last = results[2].front().Int("last")};
  MOTCUA_ASSIGN_OR_RETURN(locked.present, ReadGenerations(results[1]));
  return locked;
}

void WriteBuilding(db::Transaction& transaction, const Generation& building, Instant now) {
  transaction.Write({kAdd, Params().Int(building.id).Int(building.slot).Time(now)});
  transaction.Write({kNoteStart, Params().Int(building.id).Time(now)});
}

absl::StatusOr<std::vector<int>> PgGenerations::TakingSlots(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows, lease->Execute({kTaking, Params()}));
  std::vector<int> slots;
  for (const db::Row row : rows) {
    slots.push_back(static_cast<int>(row.Int("slot")));
  }
  return slots;
}

absl::StatusOr<std::vector<Generation>> PgGenerations::List(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows, lease->Execute({kList, Params()}));
  return ReadGenerations(rows);
}

absl::StatusOr<RebuildStatus> PgGenerations::ReadStatus(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found, lease->Execute({kStatus, Params()}));
  const db::Row row = found.front();
  return RebuildStatus{.active = row.Int("active"),
                       .building = row.Int("building"),
                       .events = row.Int("events"),
                       .started_at = row.OptionalTime("started_at"),
                       .failure = row.Text("failure")};
}

absl::StatusOr<RebuildPlace> PgGenerations::ReadPlace(const CallContext& call,
                                                      std::int64_t generation,
                                                      const std::string& source) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          lease->Execute({kReadPlace, Params().Int(generation).Text(source)}));
  if (found.empty()) {
    return RebuildPlace();
  }
  const db::Row row = found.front();
  return RebuildPlace{.page_token = row.Text("page_token"), .finished = row.Bool("finished")};
}

absl::Status PgGenerations::RunFenced(const CallContext& call, const db::ShardLock& lock,
                                      const char* name,
                                      const std::function<absl::Status(db::Transaction&)>& body) {
  return pool_.Run(call, name, [&](db::Transaction& transaction) -> absl::Status {
    MOTCUA_RETURN_IF_ERROR(transaction.Read(lock.CheckFence()).status());
    return body(transaction);
  });
}

absl::Status PgGenerations::SavePlace(const CallContext& call, const db::ShardLock& lock,
                                      std::int64_t generation, const std::string& source,
                                      const RebuildPlace& place) {
  return RunFenced(call, lock, "save_rebuild_place", [&](db::Transaction& transaction) {
    transaction.Write(
        {kSavePlace,
         Params().Int(generation).Text(source).Text(place.page_token).Bool(place.finished)});
    return absl::OkStatus();
  });
}

absl::Status PgGenerations::Swap(const CallContext& call, const db::ShardLock& lock,
                                 const Generation& built, Instant now) {
  return RunFenced(call, lock, "swap_generations",
                   [&](db::Transaction& transaction) -> absl::Status {
                     MOTCUA_RETURN_IF_ERROR(
                         transaction
                             .ReadAll({{kTakeSlot, Params().Int(kGenerationLockClass).Int(0)},
                                       {kTakeSlot, Params().Int(kGenerationLockClass).Int(1)}})
                             .status());
                     transaction.Write({kTakeDown, Params().Int(built.id)});
                     transaction.Write({kActivate, Params().Int(built.id)});
                     transaction.Write({kNoteEnd, Params().Int(built.id).Time(now).Text("")});
                     return absl::OkStatus();
                   });
}

absl::Status PgGenerations::GiveUp(const CallContext& call, const db::ShardLock& lock,
                                   const Generation& built, const std::string& failure,
                                   Instant now) {
  return RunFenced(
      call, lock, "give_rebuild_up", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_RETURN_IF_ERROR(
            transaction.Read({kTakeSlot, Params().Int(kGenerationLockClass).Int(built.slot)})
                .status());
        transaction.Write({kGiveUp, Params().Int(built.id)});
        transaction.Write({kNoteEnd, Params().Int(built.id).Time(now).Text(failure)});
        return absl::OkStatus();
      });
}

absl::StatusOr<bool> PgGenerations::DropBatch(const CallContext& call, const db::ShardLock& lock,
                                              const Generation& dropped,
                                              const std::vector<std::string>& consumers) {
  bool gone = false;
  MOTCUA_RETURN_IF_ERROR(
      RunFenced(call, lock, "drop_generation", [&](db::Transaction& transaction) -> absl::Status {
        gone = false;
        for (const db::MadeStatement& drop : ConsumerDrops()) {
          MOTCUA_ASSIGN_OR_RETURN(
              const db::Result deleted,
              transaction.Read({drop, Params().Values(db::TextArray(consumers)).Int(kDropBatch)}));
          if (deleted.affected() > 0) {
            return absl::OkStatus();
          }
        }
        for (const db::MadeStatement& drop : GenerationDrops()) {
          MOTCUA_ASSIGN_OR_RETURN(
              const db::Result deleted,
              transaction.Read({drop, Params().Int(dropped.id).Int(kDropBatch)}));
          if (deleted.affected() > 0) {
            return absl::OkStatus();
          }
        }
        transaction.Write({kForget, Params().Int(dropped.id)});
        gone = true;
        return absl::OkStatus();
      }));
  return gone;
}

}  // namespace motcua::reporting

#include "cursors.h"

#include <utility>

#include "motcua/base/status_macros.h"

namespace motcua::inbox {
namespace {

using db::Params;
using db::Statement;

constexpr Statement kMake{
    "inbox_cursor_make",
    "INSERT INTO event_cursors (consumer, key, source, epoch, sequence) VALUES ($1, $2, $3, 0, 0) "
    "ON CONFLICT DO NOTHING"};
constexpr Statement kLock{"inbox_cursor_lock",
                          "SELECT epoch, sequence FROM event_cursors "
                          "WHERE consumer = $1 AND key = $2 AND source = $3 FOR UPDATE"};
// A statement of its own, behind the lock: its snapshot then shows what the one who held the lock
// before has committed.
constexpr Statement kWaiting{
    "inbox_key_waiting",
    "SELECT EXISTS (SELECT FROM parked_events WHERE consumer = $1 AND key = $2), "
    "coalesce((SELECT event_id FROM dead_letters WHERE consumer = $1 AND key = $2 AND sequence > 0 "
    "ORDER BY epoch, sequence LIMIT 1), '')"};
// Cursors only grow: no lock is needed to know that something has been applied. A consumer has one
// source.
constexpr Statement kBase{"inbox_base_sequence",
                          "SELECT coalesce(max(sequence), 0) FROM event_cursors "
                          "WHERE consumer = $1 AND key = $2"};
constexpr Statement kRead{"inbox_cursor_read",
                          "SELECT epoch, sequence FROM event_cursors "
                          "WHERE consumer = $1 AND key = $2 AND source = $3"};
constexpr Statement kAdvance{"inbox_cursor_advance",
                             "UPDATE event_cursors SET epoch = $4, sequence = $5 "
                             "WHERE consumer = $1 AND key = $2 AND source = $3"};

Params Where(const CursorKey& key) {
  return Params().Text(key.consumer).Text(key.key).Text(key.source);
}

Position PositionIn(const db::Result& row) {
  return {static_cast<std::int32_t>(row.Int(0, 0)), row.Int(0, 1)};
}

}  // namespace

absl::StatusOr<KeyState> LockKey(db::Transaction& transaction, const CursorKey& key,
                                 const std::string& base_consumer) {
  std::vector<db::Query> queries = {{kMake, Where(key)},
                                    {kLock, Where(key)},
                                    {kWaiting, Params().Text(key.consumer).Text(key.key)}};
  if (!base_consumer.empty()) {
    queries.push_back({kBase, Params().Text(base_consumer).Text(key.key)});
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          transaction.ReadAll(std::move(queries)));
  return KeyState{.cursor = PositionIn(results[1]),
                  .parked = results[2].Bool(0, 0),
                  .dead_letter = std::string(results[2].Text(0, 1)),
                  .base_sequence = base_consumer.empty() ? 0 : results[3].Int(0, 0)};
}

absl::StatusOr<Position> ReadCursor(db::Pool& pool, const CallContext& call, const CursorKey& key) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result row, connection->Execute({kRead, Where(key)}));
  return row.empty() ? Position{} : PositionIn(row);
}

void Advance(db::Transaction& transaction, const CursorKey& key, Position position) {
  transaction.Write({kAdvance, Where(key).Int(position.epoch).Int(position.sequence)});
}

}  // namespace motcua::inbox

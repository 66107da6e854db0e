#include "cursors.h"

#include <utility>

#include "motcua/base/status_macros.h"

namespace motcua::inbox {
namespace {

using db::Params;
using db::Statement;

constexpr Statement kMake{"inbox_cursors_make", R"sql(
  INSERT INTO event_cursors (consumer, key, source, epoch, sequence)
  SELECT $1, key, $2, 0, 0 FROM unnest($3::text[]) AS asked (key) ORDER BY key
  ON CONFLICT DO NOTHING
)sql"};
constexpr Statement kLock{"inbox_cursors_lock", R"sql(
  SELECT key, epoch, sequence FROM event_cursors
  WHERE consumer = $1 AND source = $2 AND key = ANY ($3::text[]) ORDER BY key FOR UPDATE
)sql"};
// A separate statement after locking, so that its snapshot includes what the previous holder of the
// lock committed.
constexpr Statement kWaiting{"inbox_keys_waiting", R"sql(
  SELECT key, EXISTS (SELECT FROM parked_events p WHERE p.consumer = $1 AND p.key = asked.key)
      AS parked,
    coalesce((SELECT event_id FROM dead_letters d WHERE d.consumer = $1 AND d.key = asked.key
      AND d.sequence > 0 ORDER BY d.epoch, d.sequence LIMIT 1), '') AS dead_letter
  FROM unnest($2::text[]) AS asked (key)
)sql"};
// Cursors only grow, so no lock is needed to know that an event has been applied. A consumer has
// one source.
constexpr Statement kBase{"inbox_base_sequences", R"sql(
  SELECT key, max(sequence) AS sequence FROM event_cursors
  WHERE consumer = $1 AND key = ANY ($2::text[]) GROUP BY key
)sql"};
constexpr Statement kRead{"inbox_cursor_read",
                          "SELECT epoch, sequence FROM event_cursors "
                          "WHERE consumer = $1 AND key = $2 AND source = $3"};
constexpr Statement kAdvance{"inbox_cursors_advance", R"sql(
  UPDATE event_cursors c SET epoch = u.epoch, sequence = u.sequence
  FROM unnest($3::text[], $4::integer[], $5::bigint[]) AS u (key, epoch, sequence)
  WHERE c.consumer = $1 AND c.source = $2 AND c.key = u.key
)sql"};

Params Where(const CursorKey& key) {
  return Params().Text(key.consumer).Text(key.key).Text(key.source);
}

Position PositionIn(const db::Row& row) {
  return {static_cast<std::int32_t>(row.Int("epoch")), row.Int("sequence")};
}

}  // namespace

absl::StatusOr<std::map<std::string, KeyState>> LockKeys(db::Transaction& transaction,
                                                         const std::string& consumer,
                                                         const std::string& source,
                                                         const std::vector<std::string>& keys,
                                                         const std::string& base_consumer) {
  db::Array asked(db::Type::kText);
  for (const std::string& key : keys) {
    asked.Text(key);
  }
  std::vector<db::Query> queries = {{kMake, Params().Text(consumer).Text(source).Values(asked)},
                                    {kLock, Params().Text(consumer).Text(source).Values(asked)},
                                    {kWaiting, Params().Text(consumer).Values(asked)}};
  if (!base_consumer.empty()) {
    queries.push_back({kBase, Params().Text(base_consumer).Values(asked)});
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          transaction.ReadAll(std::move(queries)));
  std::map<std::string, KeyState> states;
  for (const db::Row row : results[1]) {
    states[row.Text("key")].cursor = PositionIn(row);
  }
  for (const db::Row row : results[2]) {
    KeyState& state = states[row.Text("key")];
    state.parked = row.Bool("parked");
    state.dead_letter = row.Text("dead_letter");
  }
  if (!base_consumer.empty()) {
    for (const db::Row row : results[3]) {
      states[row.Text("key")].base_sequence = row.Int("sequence");
    }
  }
  return states;
}

absl::StatusOr<KeyState> LockKey(db::Transaction& transaction, const CursorKey& key,
                                 const std::string& base_consumer) {
  MOTCUA_ASSIGN_OR_RETURN(
      auto states, LockKeys(transaction, key.consumer, key.source, {key.key}, base_consumer));
  return std::move(states.at(key.key));
}

absl::StatusOr<Position> ReadCursor(db::Pool& pool, const CallContext& call, const CursorKey& key) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result row, connection->Execute({kRead, Where(key)}));
  return row.empty() ? Position{} : PositionIn(row.front());
}

void AdvanceAll(db::Transaction& transaction, const std::string& consumer,
                const std::string& source, const std::map<std::string, Position>& positions) {
  db::Array keys(db::Type::kText);
  db::Array epochs(db::Type::kInteger);
  db::Array sequences(db::Type::kBigint);
  for (const auto& [key, position] : positions) {
    keys.Text(key);
    epochs.Int(position.epoch);
    sequences.Int(position.sequence);
  }
  transaction.Write(
      {kAdvance,
       Params().Text(consumer).Text(source).Values(keys).Values(epochs).Values(sequences)});
}

void Advance(db::Transaction& transaction, const CursorKey& key, Position position) {
  AdvanceAll(transaction, key.consumer, key.source, {{key.key, position}});
}

}  // namespace motcua::inbox

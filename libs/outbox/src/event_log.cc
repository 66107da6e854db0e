#include "motcua/outbox/event_log.h"

#include "motcua/base/stable_hash.h"
#include "motcua/base/status_macros.h"

#include "event_row.h"

namespace motcua::outbox {
namespace {

const db::MadeStatement& ListStatement() {
  static const db::MadeStatement kList = EventHistory().Select(
      "list_events", "WHERE stream = $1 AND key = $2 AND sequence > $3 ORDER BY sequence LIMIT $4");
  return kList;
}

const db::MadeStatement& ScanStatement() {
  static const db::MadeStatement kScan = EventHistory().Select(
      "scan_events",
      "WHERE stream = $1 AND (key, sequence) > ($2, $3) ORDER BY key, sequence LIMIT $4");
  return kScan;
}

constexpr db::Statement kInsertOutboxEvents{"insert_outbox_events", R"sql(
  INSERT INTO outbox_events (shard, event_id)
  SELECT e.shard, e.event_id
  FROM unnest($1::smallint[], $2::uuid[]) WITH ORDINALITY AS e (shard, event_id, position)
  ORDER BY e.position
)sql"};

// The oldest event of a shard is its first row, so nothing is sorted.
constexpr db::Statement kReadPending{"read_pending_events", R"sql(
  SELECT waiting.events, waiting.first_id, waiting.last_id, (
    SELECT min(h.occurred_at)
    FROM generate_series(0, $1::integer - 1) AS s (shard)
    CROSS JOIN LATERAL (
      SELECT o.event_id FROM outbox_events o WHERE o.shard = s.shard ORDER BY o.id LIMIT 1
    ) AS first JOIN event_history h USING (event_id)) AS oldest
  FROM (
    SELECT count(*) AS events, coalesce(min(id), 0) AS first_id, coalesce(max(id), 0) AS last_id
    FROM outbox_events
  ) AS waiting
)sql"};

}  // namespace

int ShardOf(std::string_view key) {
  return static_cast<int>(StableHash64(key) % kShards);
}

void Append(db::Transaction& transaction, const std::vector<Event>& events) {
  if (events.empty()) {
    return;
  }
  // In this order: the first insert gives the transaction its id, which the low-water mark needs
  // before an outbox id is drawn (low_water.h).
  transaction.Write(EventHistory().Insert(events));
  transaction.Write(ToOutbox(events));
}

db::Query ToOutbox(const std::vector<Event>& events) {
  db::Array shards(db::Type::kSmallint);
  db::Array ids(db::Type::kUuid);
  for (const Event& event : events) {
    shards.Int(ShardOf(event.key));
    ids.Text(event.event_id);
  }
  return {.statement = kInsertOutboxEvents, .params = db::Params().Values(shards).Values(ids)};
}

absl::StatusOr<std::vector<Event>> ListEvents(db::Pool& pool, const CallContext& call,
                                              const std::string& stream, const std::string& key,
                                              std::int64_t after_sequence, int limit) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      connection->Execute(
          {.statement = ListStatement(),
           .params = db::Params().Text(stream).Text(key).Int(after_sequence).Int(limit)}));
  return EventHistory().ReadAll(rows);
}

absl::StatusOr<std::vector<Event>> ScanEvents(db::Pool& pool, const CallContext& call,
                                              const std::string& stream, const ScanPosition& after,
                                              int limit) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      connection->Execute(
          {.statement = ScanStatement(),
           .params = db::Params().Text(stream).Text(after.key).Int(after.sequence).Int(limit)}));
  return EventHistory().ReadAll(rows);
}

absl::StatusOr<Pending> ReadPending(db::Pool& pool, const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      connection->Execute({.statement = kReadPending, .params = db::Params().Int(kShards)}));
  const db::Row row = rows.front();
  return Pending{.events = row.Int("events"),
                 .first_id = row.Int("first_id"),
                 .last_id = row.Int("last_id"),
                 .oldest = row.OptionalTime("oldest")};
}

}  // namespace motcua::outbox

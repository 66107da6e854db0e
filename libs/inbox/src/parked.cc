#include "parked.h"

#include "motcua/base/status_macros.h"

namespace motcua::inbox {
namespace {

using db::Params;
using db::Statement;

constexpr Statement kPark{"inbox_park", R"sql(
  INSERT INTO parked_events (consumer, key, epoch, sequence, event_id, stream, type, builds_on,
    occurred_at, traceparent, payload, parked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING
)sql"};
constexpr Statement kTrim{"inbox_park_trim", R"sql(
  DELETE FROM parked_events p USING (
    SELECT epoch, sequence FROM parked_events WHERE consumer = $1 AND key = $2
    ORDER BY epoch DESC, sequence DESC OFFSET 1 LIMIT 1) below
  WHERE p.consumer = $1 AND p.key = $2 AND p.epoch = below.epoch AND p.sequence = below.sequence
    AND (SELECT count(*) FROM parked_events WHERE consumer = $1 AND key = $2) > $3
)sql"};
constexpr Statement kUnpark{"inbox_unpark", R"sql(
  DELETE FROM parked_events WHERE consumer = $1 AND key = $2 AND epoch = $3 AND sequence = $4
)sql"};
constexpr Statement kAhead{"inbox_parked_ahead", R"sql(
  SELECT count(*) AS of_key, count(*) FILTER (WHERE epoch = $3 AND sequence = $4) AS next_before
  FROM parked_events WHERE consumer = $1 AND key = $2
)sql"};
constexpr Statement kRead{"inbox_parked_read", R"sql(
  SELECT epoch, sequence, event_id, stream, type, builds_on, occurred_at, traceparent, payload
  FROM parked_events WHERE consumer = $1 AND key = $2 ORDER BY epoch, sequence LIMIT 100
)sql"};
constexpr Statement kReadKeys{"inbox_parked_keys", R"sql(
  SELECT key, min(stream) AS stream FROM parked_events p
  WHERE consumer = $1 AND key > $2 AND NOT EXISTS (
    SELECT FROM dead_letters d
    WHERE d.consumer = p.consumer AND d.key = p.key AND d.sequence > 0)
  GROUP BY key ORDER BY key LIMIT $3
)sql"};

}  // namespace

void Park(db::Transaction& transaction, const std::string& consumer, const outbox::Event& event,
          Instant at) {
  transaction.Write({kPark, Params()
                                .Text(consumer)
                                .Text(event.key)
                                .Int(event.epoch)
                                .Int(event.sequence)
                                .Text(event.event_id)
                                .Text(event.stream)
                                .Text(event.type)
                                .Int(event.builds_on)
                                .Time(event.occurred_at)
                                .Text(event.traceparent)
                                .Bytes(event.payload)
                                .Time(at)});
  transaction.Write({kTrim, Params().Text(consumer).Text(event.key).Int(kMostParked)});
}

void Unpark(db::Transaction& transaction, const std::string& consumer, const outbox::Event& event) {
  transaction.Write(
      {kUnpark, Params().Text(consumer).Text(event.key).Int(event.epoch).Int(event.sequence)});
}

absl::StatusOr<ParkedAhead> ReadParkedAhead(db::Transaction& transaction,
                                            const std::string& consumer, const std::string& key,
                                            Position position) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result counts,
      transaction.Read(
          {kAhead,
           Params().Text(consumer).Text(key).Int(position.epoch).Int(position.sequence - 1)}));
  const db::Row row = counts.front();
  return ParkedAhead{.of_key = row.Int("of_key"), .next_before = row.Int("next_before") > 0};
}

absl::StatusOr<std::vector<outbox::Event>> ReadParked(db::Pool& pool, const CallContext& call,
                                                      const std::string& consumer,
                                                      const std::string& key) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          connection->Execute({kRead, Params().Text(consumer).Text(key)}));
  std::vector<outbox::Event> events;
  for (const db::Row row : rows) {
    events.push_back({.event_id = row.Text("event_id"),
                      .stream = row.Text("stream"),
                      .key = key,
                      .type = row.Text("type"),
                      .epoch = static_cast<std::int32_t>(row.Int("epoch")),
                      .sequence = row.Int("sequence"),
                      .builds_on = row.Int("builds_on"),
                      .occurred_at = row.Time("occurred_at"),
                      .traceparent = row.Text("traceparent"),
                      .payload = row.Bytes("payload")});
  }
  return events;
}

absl::StatusOr<std::vector<ParkedKey>> ReadParkedKeys(db::Pool& pool, const CallContext& call,
                                                      const std::string& consumer,
                                                      const std::string& after, int limit) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      connection->Execute({kReadKeys, Params().Text(consumer).Text(after).Int(limit)}));
  std::vector<ParkedKey> keys;
  for (const db::Row row : rows) {
    keys.push_back({.key = row.Text("key"), .stream = row.Text("stream")});
  }
  return keys;
}

}  // namespace motcua::inbox

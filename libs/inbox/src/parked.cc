#include "parked.h"

#include "motcua/base/status_macros.h"

namespace motcua::inbox {
namespace {

using db::Params;
using db::Statement;

constexpr Statement kPark{
    "inbox_park",
    "INSERT INTO parked_events (consumer, key, epoch, sequence, event_id, stream, type, builds_on, "
    "occurred_at, traceparent, payload, parked_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING"};
constexpr Statement kTrim{
    "inbox_park_trim",
    "DELETE FROM parked_events p USING (SELECT epoch, sequence FROM parked_events "
    "WHERE consumer = $1 AND key = $2 ORDER BY epoch DESC, sequence DESC OFFSET 1 LIMIT 1) below "
    "WHERE p.consumer = $1 AND p.key = $2 AND p.epoch = below.epoch "
    "AND p.sequence = below.sequence "
    "AND (SELECT count(*) FROM parked_events WHERE consumer = $1 AND key = $2) > $3"};
constexpr Statement kUnpark{"inbox_unpark",
                            "DELETE FROM parked_events WHERE consumer = $1 AND key = $2 "
                            "AND epoch = $3 AND sequence = $4"};
constexpr Statement kAhead{"inbox_parked_ahead",
                           "SELECT count(*), count(*) FILTER (WHERE epoch = $3 AND sequence = $4) "
                           "FROM parked_events WHERE consumer = $1 AND key = $2"};
constexpr Statement kRead{
    "inbox_parked_read",
    "SELECT epoch, sequence, event_id, stream, type, builds_on, occurred_at, traceparent, payload "
    "FROM parked_events WHERE consumer = $1 AND key = $2 ORDER BY epoch, sequence LIMIT 100"};
constexpr Statement kReadKeys{
    "inbox_parked_keys",
    "SELECT key, min(stream) FROM parked_events p WHERE consumer = $1 AND key > $2 "
    "AND NOT EXISTS (SELECT FROM dead_letters d WHERE d.consumer = p.consumer AND d.key = p.key "
    "AND d.sequence > 0) GROUP BY key ORDER BY key LIMIT $3"};

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
      const db::Result row,
      transaction.Read(
          {kAhead,
           Params().Text(consumer).Text(key).Int(position.epoch).Int(position.sequence - 1)}));
  return ParkedAhead{.of_key = row.Int(0, 0), .next_before = row.Int(0, 1) > 0};
}

absl::StatusOr<std::vector<outbox::Event>> ReadParked(db::Pool& pool, const CallContext& call,
                                                      const std::string& consumer,
                                                      const std::string& key) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          connection->Execute({kRead, Params().Text(consumer).Text(key)}));
  std::vector<outbox::Event> events;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    events.push_back({.event_id = std::string(rows.Text(i, 2)),
                      .stream = std::string(rows.Text(i, 3)),
                      .key = key,
                      .type = std::string(rows.Text(i, 4)),
                      .epoch = static_cast<std::int32_t>(rows.Int(i, 0)),
                      .sequence = rows.Int(i, 1),
                      .builds_on = rows.Int(i, 5),
                      .occurred_at = rows.Time(i, 6),
                      .traceparent = std::string(rows.Text(i, 7)),
                      .payload = rows.Bytes(i, 8)});
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
  for (std::size_t i = 0; i < rows.size(); ++i) {
    keys.push_back({std::string(rows.Text(i, 0)), std::string(rows.Text(i, 1))});
  }
  return keys;
}

}  // namespace motcua::inbox

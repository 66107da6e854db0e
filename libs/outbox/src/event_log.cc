#include "motcua/outbox/event_log.h"

#include "motcua/base/status_macros.h"

#include "event_row.h"

namespace motcua::outbox {
namespace {

constexpr db::Statement kInsertEvent{
    "insert_event",
    "INSERT INTO event_history (event_id, stream, key, sequence, epoch, builds_on, type,"
    " occurred_at, traceparent, payload) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr db::Statement kInsertOutboxEvent{
    "insert_outbox_event", "INSERT INTO outbox_events (shard, event_id) VALUES ($1, $2)"};
constexpr db::Statement kListEvents{
    "list_events", "SELECT " MOTCUA_OUTBOX_EVENT_COLUMNS
                   " FROM event_history h WHERE h.stream = $1 AND h.key = $2 AND h.sequence > $3"
                   " ORDER BY h.sequence LIMIT $4"};
constexpr db::Statement kScanEvents{
    "scan_events", "SELECT " MOTCUA_OUTBOX_EVENT_COLUMNS
                   " FROM event_history h WHERE h.stream = $1 AND (h.key, h.sequence) > ($2, $3)"
                   " ORDER BY h.key, h.sequence LIMIT $4"};
// The oldest of a shard is its first row, so nothing is sorted however many wait.
constexpr db::Statement kReadPending{
    "read_pending_events",
    "SELECT waiting.events, waiting.first_id, waiting.last_id, (SELECT min(h.occurred_at)"
    " FROM generate_series(0, $1::integer - 1) AS s(shard)"
    " CROSS JOIN LATERAL (SELECT o.event_id FROM outbox_events o WHERE o.shard = s.shard"
    " ORDER BY o.id LIMIT 1) AS first JOIN event_history h USING (event_id))"
    " FROM (SELECT count(*) AS events, coalesce(min(id), 0) AS first_id,"
    " coalesce(max(id), 0) AS last_id FROM outbox_events) AS waiting"};

std::vector<Event> EventsIn(const db::Result& rows) {
  std::vector<Event> events;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    events.push_back(EventFrom(rows, row, 0));
  }
  return events;
}

}  // namespace

int ShardOf(std::string_view key) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : key) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  }
  return static_cast<int>(hash % kShards);
}

void Append(db::Transaction& transaction, const Event& event) {
  // In this order: the first insert gives the transaction its id, which the low-water mark needs
  // before the outbox id is drawn (low_water.h).
  transaction.Write({.statement = kInsertEvent,
                     .params = db::Params()
                                   .Text(event.event_id)
                                   .Text(event.stream)
                                   .Text(event.key)
                                   .Int(event.sequence)
                                   .Int(event.epoch)
                                   .Int(event.builds_on)
                                   .Text(event.type)
                                   .Time(event.occurred_at)
                                   .Text(event.traceparent)
                                   .Bytes(event.payload)});
  transaction.Write({.statement = kInsertOutboxEvent,
                     .params = db::Params().Int(ShardOf(event.key)).Text(event.event_id)});
}

absl::StatusOr<std::vector<Event>> ListEvents(db::Pool& pool, const CallContext& call,
                                              const std::string& stream, const std::string& key,
                                              std::int64_t after_sequence, int limit) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      connection->Execute(
          {.statement = kListEvents,
           .params = db::Params().Text(stream).Text(key).Int(after_sequence).Int(limit)}));
  return EventsIn(rows);
}

absl::StatusOr<std::vector<Event>> ScanEvents(db::Pool& pool, const CallContext& call,
                                              const std::string& stream, const ScanPosition& after,
                                              int limit) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      connection->Execute(
          {.statement = kScanEvents,
           .params = db::Params().Text(stream).Text(after.key).Int(after.sequence).Int(limit)}));
  return EventsIn(rows);
}

absl::StatusOr<Pending> ReadPending(db::Pool& pool, const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result row,
      connection->Execute({.statement = kReadPending, .params = db::Params().Int(kShards)}));
  return Pending{.events = row.Int(0, 0),
                 .first_id = row.Int(0, 1),
                 .last_id = row.Int(0, 2),
                 .oldest = row.OptionalTime(0, 3)};
}

}  // namespace motcua::outbox

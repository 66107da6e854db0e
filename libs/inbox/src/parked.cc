#include "parked.h"

#include "motcua/base/status_macros.h"
#include "motcua/db/table.h"

namespace motcua::inbox {
namespace {

using db::Params;
using db::Statement;

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
constexpr Statement kReadKeys{"inbox_parked_keys", R"sql(
  SELECT key, min(stream) AS stream FROM parked_events p
  WHERE consumer = $1 AND key > $2 AND NOT EXISTS (
    SELECT FROM dead_letters d
    WHERE d.consumer = p.consumer AND d.key = p.key AND d.sequence > 0)
  GROUP BY key ORDER BY key LIMIT $3
)sql"};

struct ParkedEvent {
  std::string consumer;
  outbox::Event event;
  Instant parked_at{};
};

template <typename Value>
db::Column<ParkedEvent> OfEvent(const char* name, Value outbox::Event::*member) {
  return db::Fixed(db::Field<ParkedEvent>(
      name, [member](auto& row) -> auto& { return row.event.*member; }));
}

const db::Table<ParkedEvent>& ParkedEvents() {
  using outbox::Event;
  static const db::Table<ParkedEvent> kParkedEvents(
      "parked_events",
      {db::Key(db::Field("consumer", &ParkedEvent::consumer)), db::Key(OfEvent("key", &Event::key)),
       db::Key(OfEvent("epoch", &Event::epoch)), db::Key(OfEvent("sequence", &Event::sequence)),
       OfEvent("event_id", &Event::event_id), OfEvent("stream", &Event::stream),
       OfEvent("type", &Event::type), OfEvent("builds_on", &Event::builds_on),
       OfEvent("occurred_at", &Event::occurred_at), OfEvent("traceparent", &Event::traceparent),
       db::Fixed(db::Field<ParkedEvent>(
           "payload", db::Type::kBytea, [](auto& row) -> auto& { return row.event.payload; })),
       db::Fixed(db::Field("parked_at", &ParkedEvent::parked_at))});
  return kParkedEvents;
}

}  // namespace

void Park(db::Transaction& transaction, const std::string& consumer, const outbox::Event& event,
          Instant at) {
  const std::vector<ParkedEvent> row = {{consumer, event, at}};
  transaction.Write(ParkedEvents().Upsert(row));
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
  static const db::MadeStatement kRead = ParkedEvents().Select(
      "inbox_parked_read", "WHERE consumer = $1 AND key = $2 ORDER BY epoch, sequence LIMIT 100");
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          connection->Execute({kRead, Params().Text(consumer).Text(key)}));
  std::vector<outbox::Event> events;
  for (ParkedEvent& parked : ParkedEvents().ReadAll(rows)) {
    events.push_back(std::move(parked.event));
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

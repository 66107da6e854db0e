#include "event_row.h"

namespace motcua::outbox {

const db::Table<Event>& EventHistory() {
  using db::Field;
  using db::Type;
  static const db::Table<Event> kEventHistory(
      "event_history",
      {Field("event_id", Type::kUuid, &Event::event_id), Field("stream", &Event::stream),
       Field("key", &Event::key), Field("type", &Event::type), Field("epoch", &Event::epoch),
       Field("sequence", &Event::sequence), Field("builds_on", &Event::builds_on),
       Field("occurred_at", &Event::occurred_at), Field("traceparent", &Event::traceparent),
       Field("payload", Type::kBytea, &Event::payload)});
  return kEventHistory;
}

}  // namespace motcua::outbox

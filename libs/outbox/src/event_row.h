#pragma once

#include <cstddef>

#include "motcua/db/statement.h"
#include "motcua/outbox/event.h"

namespace motcua::outbox {

/// The columns of event_history as `EventFrom` reads them.
#define MOTCUA_OUTBOX_EVENT_COLUMNS                                         \
  "h.event_id, h.stream, h.key, h.type, h.epoch, h.sequence, h.builds_on, " \
  "h.occurred_at, h.traceparent, h.payload"

/// The event of a row whose columns begin at `column`.
Event EventFrom(const db::Result& result, std::size_t row, std::size_t column);

}  // namespace motcua::outbox

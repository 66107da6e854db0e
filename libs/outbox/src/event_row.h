#pragma once

#include "motcua/db/table.h"
#include "motcua/outbox/event.h"

namespace motcua::outbox {

/// Table event_history.
const db::Table<Event>& EventHistory();

/// Puts events of the history into the outbox, in order. The transaction must have an id already
/// (low_water.h).
db::Query ToOutbox(const std::vector<Event>& events);

}  // namespace motcua::outbox

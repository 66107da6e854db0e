#pragma once

#include <cstdint>
#include <string>

#include "motcua/db/transaction.h"

#include "domain/event.h"

namespace motcua::portalsync {

/// An event with its place in the order of its source.
struct TakenEvent {
  DossierEvent event;
  std::string dossier_id;
  std::string source;
  int epoch = 0;
  std::int64_t sequence = 0;
  /// The last event of intake that an event of processing builds on.
  std::int64_t builds_on = 0;
  /// 0 for the first event of a dossier.
  int previous_state = 0;
};

/// Queues an event without a position; one that was taken already is not changed.
void InsertEvent(db::Transaction& transaction, const TakenEvent& taken);

/// The columns that ReadEvent needs from a SELECT of events with this alias: "e.event_id, e.kind".
std::string EventColumns(const std::string& alias);
/// The event of a row, without the times that need the dossier's other events.
DossierEvent ReadEvent(const db::Row& row);

}  // namespace motcua::portalsync

#pragma once

#include <string>
#include <vector>

#include "motcua/db/pool.h"
#include "motcua/outbox/event.h"

#include "turn.h"

namespace motcua::inbox {

/// Maximum number of events parked per key (R1.9).
inline constexpr int kMostParked = 1000;

/// Queues the event for table parked_events. At the limit, a new highest event replaces the highest
/// one parked; the gap is filled from the owner's history.
void Park(db::Transaction& transaction, const std::string& consumer, const outbox::Event& event,
          Instant at);
void Unpark(db::Transaction& transaction, const std::string& consumer, const outbox::Event& event);

/// The parked events of a key before an event is parked.
struct ParkedAhead {
  std::int64_t of_key = 0;
  /// The event directly before it in its epoch is parked.
  bool next_before = false;
};
absl::StatusOr<ParkedAhead> ReadParkedAhead(db::Transaction& transaction,
                                            const std::string& consumer, const std::string& key,
                                            Position position);

/// The first parked events of a key, in order.
absl::StatusOr<std::vector<outbox::Event>> ReadParked(db::Pool& pool, const CallContext& call,
                                                      const std::string& consumer,
                                                      const std::string& key);

/// Keys with parked events and no dead letter before them, after `after` in the order of keys, with
/// the stream of one of their events.
struct ParkedKey {
  std::string key;
  std::string stream;
};
absl::StatusOr<std::vector<ParkedKey>> ReadParkedKeys(db::Pool& pool, const CallContext& call,
                                                      const std::string& consumer,
                                                      const std::string& after, int limit);

}  // namespace motcua::inbox

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "motcua/db/pool.h"

#include "turn.h"

namespace motcua::inbox {

/// Row of table event_cursors.
struct CursorKey {
  std::string consumer;
  std::string key;
  std::string source;
};

/// The state of a key, read in one round trip; its cursor row is locked until the transaction ends.
struct KeyState {
  Position cursor;
  /// Events of the key are parked.
  bool parked = false;
  /// Id of the first dead letter that blocks the key; empty if none.
  std::string dead_letter;
  /// The last sequence of the key applied from the source built on; 0 if there is no such source.
  std::int64_t base_sequence = 0;
};

/// Locks the cursors of distinct keys, in order of keys, creating missing ones; of two transactions
/// that create the same one, one waits for the other. `base_consumer` is the consumer of the source
/// built on; empty if there is none. Returns the state per key.
absl::StatusOr<std::map<std::string, KeyState>> LockKeys(db::Transaction& transaction,
                                                         const std::string& consumer,
                                                         const std::string& source,
                                                         const std::vector<std::string>& keys,
                                                         const std::string& base_consumer);
/// The same for one key.
absl::StatusOr<KeyState> LockKey(db::Transaction& transaction, const CursorKey& key,
                                 const std::string& base_consumer);

/// Reads a cursor without locking; (0, 0) if there is none.
absl::StatusOr<Position> ReadCursor(db::Pool& pool, const CallContext& call, const CursorKey& key);

/// Queues the updates; the rows must be locked.
void AdvanceAll(db::Transaction& transaction, const std::string& consumer,
                const std::string& source, const std::map<std::string, Position>& positions);
void Advance(db::Transaction& transaction, const CursorKey& key, Position position);

}  // namespace motcua::inbox

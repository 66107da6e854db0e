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

/// What one round trip tells about a key, its cursor row being locked until the transaction ends.
struct KeyState {
  Position cursor;
  /// Events of the key are parked.
  bool parked = false;
  /// Id of the first dead letter that holds the key back; empty if none.
  std::string dead_letter;
  /// How far the key's events of the source built on are applied; 0 when none is built on.
  std::int64_t base_sequence = 0;
};

/// Locks the cursors of keys, each named once, in order of keys; made where they are missing: of
/// two who come first at once, one waits for the other. `base_consumer` takes the source built on;
/// empty if there is none. By key.
absl::StatusOr<std::map<std::string, KeyState>> LockKeys(db::Transaction& transaction,
                                                         const std::string& consumer,
                                                         const std::string& source,
                                                         const std::vector<std::string>& keys,
                                                         const std::string& base_consumer);
/// The same for one.
absl::StatusOr<KeyState> LockKey(db::Transaction& transaction, const CursorKey& key,
                                 const std::string& base_consumer);

/// Without a lock; (0, 0) when there is none.
absl::StatusOr<Position> ReadCursor(db::Pool& pool, const CallContext& call, const CursorKey& key);

/// Queues the steps; the rows are locked.
void AdvanceAll(db::Transaction& transaction, const std::string& consumer,
                const std::string& source, const std::map<std::string, Position>& positions);
void Advance(db::Transaction& transaction, const CursorKey& key, Position position);

}  // namespace motcua::inbox

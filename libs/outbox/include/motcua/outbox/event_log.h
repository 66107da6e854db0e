#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/call_context.h"
#include "motcua/db/pool.h"
#include "motcua/outbox/event.h"

namespace motcua::outbox {

/// Number of outbox shards of an installation; a shard is a hash of the key. Fixed at the first
/// start (table installation), because publishers hold shards.
inline constexpr int kShards = 4;

/// Shard of a key: FNV-1a 64 modulo kShards. Stable for ever.
int ShardOf(std::string_view key);

/// Queues the history rows and the outbox rows of events in the caller's transaction, in their
/// order (R1.1: the caller queues the state change first). Constraint event_history_numbering
/// (stream, key, sequence) guards the numbering, event_history_payload_fits the size (240 KiB).
void Append(db::Transaction& transaction, const std::vector<Event>& events);

/// Events of one key after a sequence, oldest first.
absl::StatusOr<std::vector<Event>> ListEvents(db::Pool& pool, const CallContext& call,
                                              const std::string& stream, const std::string& key,
                                              std::int64_t after_sequence, int limit);

/// A place in a stream read whole: behind this key and sequence; the default is the beginning.
struct ScanPosition {
  std::string key;
  std::int64_t sequence = 0;
};
/// Events of every key of a stream behind a place, ordered by key and sequence (of the database's
/// collation): for a consumer that builds its state anew. An index walk, whatever the size of the
/// history. Events committed while the stream is read appear if their key is not passed yet.
absl::StatusOr<std::vector<Event>> ScanEvents(db::Pool& pool, const CallContext& call,
                                              const std::string& stream, const ScanPosition& after,
                                              int limit);

/// Rows waiting for the broker, their lowest and highest number, and when the oldest of them
/// occurred by the business clock: long ago for one that is emitted again.
struct Pending {
  std::int64_t events = 0;
  std::int64_t first_id = 0;
  std::int64_t last_id = 0;
  std::optional<Instant> oldest;
};
absl::StatusOr<Pending> ReadPending(db::Pool& pool, const CallContext& call);

}  // namespace motcua::outbox

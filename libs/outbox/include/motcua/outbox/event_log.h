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

/// Shard of a key: StableHash64 modulo kShards. Must never change.
int ShardOf(std::string_view key);

/// Queues the history rows and the outbox rows of events in the caller's transaction, in their
/// order (R1.1: the caller queues the state change first). Constraint event_history_numbering
/// (stream, key, sequence) checks the numbering, event_history_payload_fits the size (240 KiB).
void Append(db::Transaction& transaction, const std::vector<Event>& events);

/// Events of one key after a sequence, oldest first.
absl::StatusOr<std::vector<Event>> ListEvents(db::Pool& pool, const CallContext& call,
                                              const std::string& stream, const std::string& key,
                                              std::int64_t after_sequence, int limit);

/// A position in a scan of a whole stream: after this key and sequence; the default is the
/// beginning.
struct ScanPosition {
  std::string key;
  std::int64_t sequence = 0;
};
/// Events of all keys of a stream after a position, ordered by key (in the database's collation)
/// and sequence: for a consumer that rebuilds its state. An index scan, independent of the size of
/// the history. Events committed during the scan appear if the scan has not passed their key yet.
absl::StatusOr<std::vector<Event>> ScanEvents(db::Pool& pool, const CallContext& call,
                                              const std::string& stream, const ScanPosition& after,
                                              int limit);

/// Rows waiting for the broker, their lowest and highest number, and when the oldest of them
/// occurred by the business clock, which is long ago for a re-emitted event.
struct Pending {
  std::int64_t events = 0;
  std::int64_t first_id = 0;
  std::int64_t last_id = 0;
  std::optional<Instant> oldest;
};
absl::StatusOr<Pending> ReadPending(db::Pool& pool, const CallContext& call);

}  // namespace motcua::outbox

#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"
#include "motcua/db/pool.h"

namespace motcua::outbox {

// Puts events of the history into the outbox again, with ids and bytes unchanged (R1.12). Safe to
// repeat (R1.8).

/// All events of a key, immediately, in chunks of 1000 per transaction. Returns their number; after
/// an error, a part may have been emitted. INVALID_ARGUMENT / REEMIT_RANGE_INVALID without a stream
/// or a key.
absl::StatusOr<std::int64_t> ReEmitKey(db::Pool& pool, const CallContext& call,
                                       const std::string& stream, const std::string& key);

/// Events of a stream that occurred in [from, to).
struct TimeRange {
  std::string stream;
  Instant from{};
  Instant to{};
};
/// Progress of a time range since it was started.
struct ReEmitted {
  std::int64_t events = 0;
  bool finished = false;
};

/// Continues a time range from where it stopped (table reemissions) until it is finished or until
/// `until`. Each chunk and its position are stored in one transaction, so no event is skipped or
/// repeated, even if the caller dies.
///
/// Live events are not delayed: all ranges of a database together emit at most `events_per_second`,
/// and nothing while 1000 rows wait for the broker.
///
/// A finished range is restarted by a call with another idempotency key, or with none; the same key
/// gets the same answer. INVALID_ARGUMENT / REEMIT_RANGE_INVALID without a stream, for a range that
/// ends before it begins, and for a rate below 1. Thread-safe.
absl::StatusOr<ReEmitted> ReEmitRange(db::Pool& pool, const CallContext& call,
                                      const TimeRange& range, int events_per_second,
                                      std::chrono::steady_clock::time_point until);

}  // namespace motcua::outbox

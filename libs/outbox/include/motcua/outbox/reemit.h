#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"
#include "motcua/db/pool.h"

namespace motcua::outbox {

// Events of the history go into the outbox again, ids and bytes unchanged (R1.12). Doing it twice
// is harmless (R1.8).

/// All events of a key, at once, in chunks of 1000 per transaction. Returns how many; an error may
/// leave a part emitted. INVALID_ARGUMENT / REEMIT_RANGE_INVALID without a stream or a key.
absl::StatusOr<std::int64_t> ReEmitKey(db::Pool& pool, const CallContext& call,
                                       const std::string& stream, const std::string& key);

/// Events of a stream that occurred in [from, to).
struct TimeRange {
  std::string stream;
  Instant from{};
  Instant to{};
};
/// How far a time range has come since it was begun.
struct ReEmitted {
  std::int64_t events = 0;
  bool finished = false;
};

/// Goes on with a time range, from where it ended (table reemissions), until it is finished or
/// `until` has come. Each chunk and its place are one transaction, so whatever stops the caller, no
/// event is left out and none is put in twice.
///
/// Live events do not queue behind it: all ranges of a database together put in at most
/// `events_per_second`, and nothing while 1000 rows wait for the broker.
///
/// A finished range is begun anew by a call with another idempotency key, or with none; the same
/// key again gets the same answer. INVALID_ARGUMENT / REEMIT_RANGE_INVALID without a stream, for a
/// range that ends before it begins, and for a rate below 1. Thread-safe.
absl::StatusOr<ReEmitted> ReEmitRange(db::Pool& pool, const CallContext& call,
                                      const TimeRange& range, int events_per_second,
                                      std::chrono::steady_clock::time_point until);

}  // namespace motcua::outbox

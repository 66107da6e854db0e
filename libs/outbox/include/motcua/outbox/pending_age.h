#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

#include "motcua/outbox/event_log.h"

namespace motcua::outbox {

/// How long the first waiting row has waited, by the machine's clock (design rule 11). The time of
/// occurrence cannot be used, because simulated time stands still or jumps, and a re-emitted event
/// occurred long ago. Computed from repeated readings, so it is late by at most their interval, and
/// starts at zero with the program. Not thread-safe.
class PendingAge {
 public:
  std::chrono::steady_clock::duration Observe(const Pending& pending,
                                              std::chrono::steady_clock::time_point now);

 private:
  /// Rows up to `last_id` existed at `at`.
  struct Reading {
    std::int64_t last_id;
    std::chrono::steady_clock::time_point at;
  };
  /// One day of readings, five seconds apart. The age of a row added after that counts from when it
  /// became the first.
  static constexpr std::size_t kMostReadings = 17280;

  std::deque<Reading> readings_;  // both increase
};

}  // namespace motcua::outbox

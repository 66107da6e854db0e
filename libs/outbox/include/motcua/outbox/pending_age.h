#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

#include "motcua/outbox/event_log.h"

namespace motcua::outbox {

/// How long the first waiting row has waited, by the machine's clock (design rule 11): the time of
/// occurrence does not tell, because simulated time stands still or jumps, and an event that is
/// emitted again occurred long ago. Learnt from repeated readings, so it is late by at most their
/// interval, and begins at zero with the program. Not thread-safe.
class PendingAge {
 public:
  std::chrono::steady_clock::duration Observe(const Pending& pending,
                                              std::chrono::steady_clock::time_point now);

 private:
  /// Rows up to `last_id` were there at `at`.
  struct Reading {
    std::int64_t last_id;
    std::chrono::steady_clock::time_point at;
  };
  /// A day of them, five seconds apart. What comes later is told from when it has become the first.
  static constexpr std::size_t kMostReadings = 17280;

  std::deque<Reading> readings_;  // both rise
};

}  // namespace motcua::outbox

#pragma once

#include <atomic>
#include <chrono>

namespace motcua {

/// An instant in UTC with microseconds, the precision of PostgreSQL, so a stored value reads back
/// unchanged.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// Business "now" (design rule 11). Injected everywhere; nothing in domain or use case reads the
/// machine's clock. Durations, time-outs and TTLs use std::chrono::steady_clock and never this.
/// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
};

/// The machine's wall clock.
class SystemClock final : public Clock {
 public:
  Instant Now() const override;
};

/// A clock that stands still until it is set: unit tests, and programs whose database is marked as
/// a simulation.
class SettableClock final : public Clock {
 public:
  explicit SettableClock(Instant start) : now_(start.time_since_epoch().count()) {}
  Instant Now() const override;
  void Set(Instant now);
  void Advance(std::chrono::microseconds by);

 private:
  std::atomic<std::int64_t> now_;
};

}  // namespace motcua

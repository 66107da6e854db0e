#pragma once

#include <chrono>
#include <cstdint>

namespace motcua::notification {

/// How often something may happen: `per_second` on average, and never more than that within any
/// second, because no more than one token is saved up (R3.8). Machine time. Not thread-safe.
class TokenBucket {
 public:
  using Time = std::chrono::steady_clock::time_point;
  explicit TokenBucket(double per_second)
      : interval_(std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / per_second))) {}

  /// How long to wait before the next one; zero takes it.
  std::chrono::nanoseconds Take(Time now) {
    if (now < next_) {
      return next_ - now;
    }
    next_ = now + interval_;
    return std::chrono::nanoseconds(0);
  }

 private:
  std::chrono::nanoseconds interval_;
  Time next_{};
};

}  // namespace motcua::notification

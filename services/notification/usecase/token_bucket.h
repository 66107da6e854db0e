#pragma once

#include <chrono>
#include <cstdint>

namespace motcua::notification {

/// Rate limit of `per_second`, on average and within any second, because at most one token is saved
/// (R3.8). Machine time. Not thread-safe.
class TokenBucket {
 public:
  using Time = std::chrono::steady_clock::time_point;
  explicit TokenBucket(double per_second)
      : interval_(std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / per_second))) {}

  /// The wait before the next token; zero means that it was taken.
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

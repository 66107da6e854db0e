#pragma once

#include <atomic>
#include <chrono>

namespace motcua::redis {

/// Circuit breaker for a server that does not answer (R2.7). Opens after `kFailures` failures in a
/// row, or after failures over `kSpan` without a success in between. Only `Close`, after a
/// successful probe, closes it; a late answer to an old command does not. One thread changes it,
/// any thread may read it.
class Breaker {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr int kFailures = 10;
  static constexpr std::chrono::milliseconds kSpan{1000};

  bool open() const { return open_.load(); }
  void Succeeded() { failures_ = 0; }
  void Failed(Time now);
  void Close();

 private:
  std::atomic<bool> open_{false};
  int failures_ = 0;
  Time first_failure_{};
};

}  // namespace motcua::redis

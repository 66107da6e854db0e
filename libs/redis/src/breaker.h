#pragma once

#include <atomic>
#include <chrono>

namespace motcua::redis {

/// Stops the asking of a server that does not answer (R2.7). Opens after `kFailures` failures in a
/// row, or when failures have gone on for `kSpan` without a success between them. Only `Close`, the
/// success of a probe, closes it: the late answer to an old command proves nothing. One thread
/// changes it, any may ask.
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

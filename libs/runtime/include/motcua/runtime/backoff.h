#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

namespace motcua::runtime {

/// Returns numbers in [0, 1). Injected so that tests can predict a wait.
using RandomUnit = std::function<double()>;
/// Seeded from the system; for use by one thread at a time.
RandomUnit SystemRandomUnit();

/// `value` changed by a uniform random factor of up to ±`jitter`.
std::chrono::milliseconds Jittered(std::chrono::milliseconds value, double jitter,
                                   const RandomUnit& random);

struct BackoffOptions {
  std::chrono::milliseconds first{100};
  std::chrono::milliseconds longest{30'000};
  double jitter = 0.2;
};

/// The wait after the n-th failure in a row (n from 1): doubles from `first` up to `longest`, each
/// ± `jitter`. For a count of failures that is stored.
std::chrono::milliseconds WaitAfter(int failures, const BackoffOptions& options,
                                    const RandomUnit& random);

/// The wait before the next attempt: 100 ms, doubling up to 30 s, each ±20 %. Not thread-safe; one
/// per retry loop.
class Backoff {
 public:
  explicit Backoff(BackoffOptions options = {}, RandomUnit random = SystemRandomUnit());
  /// The wait before the next attempt.
  std::chrono::milliseconds Next();
  /// Starts over; call it after a success.
  void Reset();

 private:
  BackoffOptions options_;
  RandomUnit random_;
  int failures_ = 0;
};

/// Waits; returns false if a stop was requested before or during the wait. All retry loops use it.
bool SleepUnlessStopped(std::chrono::milliseconds wait, const std::stop_token& stop);

}  // namespace motcua::runtime

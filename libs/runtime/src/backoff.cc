#include "motcua/runtime/backoff.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>
#include <utility>

namespace motcua::runtime {

RandomUnit SystemRandomUnit() {
  // The upper 53 bits: every double in [0, 1) that is a multiple of 2^-53, never 1.
  return [engine = std::mt19937_64(std::random_device{}())]() mutable {
    return static_cast<double>(engine() >> 11U) * 0x1.0p-53;
  };
}

std::chrono::milliseconds Jittered(std::chrono::milliseconds value, double jitter,
                                   const RandomUnit& random) {
  const double factor = 1.0 + jitter * (2.0 * random() - 1.0);
  return std::chrono::round<std::chrono::milliseconds>(
      std::chrono::duration<double, std::milli>(static_cast<double>(value.count()) * factor));
}

Backoff::Backoff(BackoffOptions options, RandomUnit random)
    : options_(options), random_(std::move(random)), next_(options.first) {}

std::chrono::milliseconds Backoff::Next() {
  const std::chrono::milliseconds wait = Jittered(next_, options_.jitter, random_);
  next_ = std::min(next_ * 2, options_.longest);
  return wait;
}

void Backoff::Reset() {
  next_ = options_.first;
}

bool SleepUnlessStopped(std::chrono::milliseconds wait, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, wait, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace motcua::runtime

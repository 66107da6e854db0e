#include "motcua/runtime/backoff.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>
#include <utility>

namespace motcua::runtime {
namespace {

// A million times the first wait, longer than any limit.
constexpr int kMostDoublings = 20;

}  // namespace

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

std::chrono::milliseconds WaitAfter(int failures, const BackoffOptions& options,
                                    const RandomUnit& random) {
  const int doublings = std::clamp(failures - 1, 0, kMostDoublings);
  return Jittered(std::min(options.first * (1 << doublings), options.longest), options.jitter,
                  random);
}

Backoff::Backoff(BackoffOptions options, RandomUnit random)
    : options_(options), random_(std::move(random)) {}

std::chrono::milliseconds Backoff::Next() {
  failures_ = std::min(failures_, kMostDoublings) + 1;
  return WaitAfter(failures_, options_, random_);
}

void Backoff::Reset() {
  failures_ = 0;
}

bool SleepUnlessStopped(std::chrono::milliseconds wait, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, wait, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace motcua::runtime

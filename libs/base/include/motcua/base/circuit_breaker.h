#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>

namespace motcua {

/// Circuit breaker for a server that does not answer (R2.7). It opens after some failures in a row,
/// or after failures over some time without a success in between. While it is open one probe is
/// allowed at a time, soon at first and then less often. Only `Close`, after a successful probe,
/// closes it; a late answer to an old request does not. Machine time. Thread-safe.
class CircuitBreaker {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Options {
    int failures_to_open = 10;
    /// Failures over this time open it, too.
    std::optional<std::chrono::milliseconds> span;
    /// The wait before the first probe, doubling to the longest.
    std::chrono::milliseconds first_probe{50};
    std::chrono::milliseconds longest_probe{500};
    /// Called at every change and at the first success, from the thread that caused it; may be
    /// empty.
    std::function<void(bool answers)> on_change;
    std::function<Time()> now = [] { return std::chrono::steady_clock::now(); };
  };
  explicit CircuitBreaker(Options options) : options_(std::move(options)) {}

  bool open() const { return open_.load(); }

  enum class Permit { kSend, kProbe, kWait };
  /// Whether the caller may send a request now. kProbe is returned to one caller per interval.
  Permit Ask();
  /// When the next probe may be sent, while it is open.
  Time next_probe() const;

  void Succeeded();
  void Failed();
  void Close();

 private:
  void Tell(bool answers) const;

  const Options options_;
  mutable std::mutex mutex_;
  /// Written under the mutex.
  std::atomic<bool> open_{false};
  int failures_ = 0;
  bool told_ = false;
  Time first_failure_{};
  Time next_probe_{};
  std::chrono::milliseconds probe_wait_{};
};

}  // namespace motcua

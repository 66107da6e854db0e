#pragma once

#include <chrono>
#include <functional>
#include <mutex>

namespace motcua::portalsync {

/// Circuit breaker for the portal: after `failures_to_open` consecutive failures only one request
/// per `probe_interval` is allowed; the first usable answer closes it again. Machine time.
/// Thread-safe.
class Breaker {
 public:
  using Now = std::function<std::chrono::steady_clock::time_point()>;
  struct Options {
    int failures_to_open = 5;
    std::chrono::milliseconds probe_interval{2000};
    /// Called at every change, from the thread that caused it, and at the first answer; may be
    /// empty.
    std::function<void(bool answers)> on_change;
    Now now = [] { return std::chrono::steady_clock::now(); };
  };
  explicit Breaker(Options options) : options_(std::move(options)) {}

  enum class Permit { kSend, kProbe, kWait };
  /// Whether the caller may call the portal now. kProbe is returned to one caller per interval.
  Permit Ask();
  void Succeeded();
  void Failed();
  bool closed() const;

 private:
  const Options options_;
  mutable std::mutex mutex_;
  int failures_ = 0;
  bool open_ = false;
  bool told_ = false;
  std::chrono::steady_clock::time_point next_probe_{};
};

}  // namespace motcua::portalsync

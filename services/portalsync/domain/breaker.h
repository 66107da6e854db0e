#pragma once

#include <chrono>
#include <functional>
#include <mutex>

namespace motcua::portalsync {

/// Keeps a dead portal from costing anything: after `failures_to_open` failures in a row nobody
/// asks it, but for one request every `probe_interval`; the first answer that means something
/// closes it again. Machine time. Thread-safe.
class Breaker {
 public:
  using Now = std::function<std::chrono::steady_clock::time_point()>;
  struct Options {
    int failures_to_open = 5;
    std::chrono::milliseconds probe_interval{2000};
    /// Told of every change, from the thread that caused it, and of the first answer of all; may be
    /// empty.
    std::function<void(bool answers)> on_change;
    Now now = [] { return std::chrono::steady_clock::now(); };
  };
  explicit Breaker(Options options) : options_(std::move(options)) {}

  enum class Permit { kSend, kProbe, kWait };
  /// Whether the caller may ask the portal now. kProbe is given to one caller per interval.
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

#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "motcua/runtime/backoff.h"

namespace motcua::runtime {

struct PeriodicTaskOptions {
  /// From the end of one run to the start of the next.
  std::chrono::milliseconds interval{1000};
  /// Each wait varies by up to ± this fraction of the interval, so that replicas do not query the
  /// database at the same time. 0 to 1.
  double jitter = 0.1;
  /// If false, the first run is after one interval.
  bool run_at_start = true;
};

/// Runs a function every interval on a separate thread, starting immediately. Runs never overlap. A
/// long-running function should check the token; a function that throws ends the process.
///
///     PeriodicTask sweep({.interval = 1s}, [&](const std::stop_token& stop) { Sweep(stop); });
class PeriodicTask {
 public:
  using Function = std::function<void(const std::stop_token&)>;

  PeriodicTask(PeriodicTaskOptions options, Function function,
               RandomUnit random = SystemRandomUnit());
  /// Calls `Stop`.
  ~PeriodicTask();
  PeriodicTask(const PeriodicTask&) = delete;
  PeriodicTask& operator=(const PeriodicTask&) = delete;

  /// Runs the function now, or once more right after the present run. Several calls before that run
  /// cause only one. Thread-safe, never blocks.
  void Notify();

  /// Ends the wait and asks the present run to end. Never blocks.
  void RequestStop() { thread_.request_stop(); }
  /// The same, and waits for the present run. Must not be called from the function.
  void Stop();

 private:
  void Loop(const std::stop_token& stop);

  const PeriodicTaskOptions options_;
  const Function function_;
  const RandomUnit random_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool notified_ = false;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace motcua::runtime

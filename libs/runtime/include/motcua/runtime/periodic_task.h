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
  /// Each wait is spread by up to this part of the interval, both ways, so that replicas do not
  /// knock at the database together. 0 to 1.
  double jitter = 0.1;
  /// False: the first run comes after one interval.
  bool run_at_start = true;
};

/// Runs a function every interval on a thread of its own, starting at once. Runs never overlap. The
/// function looks at the token when it takes long; one that throws ends the process.
///
///     PeriodicTask sweep({.interval = 1s}, [&](const std::stop_token& stop) { Sweep(stop); });
class PeriodicTask {
 public:
  using Function = std::function<void(const std::stop_token&)>;

  PeriodicTask(PeriodicTaskOptions options, Function function,
               RandomUnit random = SystemRandomUnit());
  /// As `Stop`.
  ~PeriodicTask();
  PeriodicTask(const PeriodicTask&) = delete;
  PeriodicTask& operator=(const PeriodicTask&) = delete;

  /// Run now, or once more right after the run that is under way. Several calls before that run
  /// make one. Thread-safe, never blocks.
  void Notify();

  /// Ends the wait at once and asks a run under way to end. Never blocks.
  void RequestStop() { thread_.request_stop(); }
  /// The same, and waits for the run under way. Not from inside the function.
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

#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <absl/functional/any_invocable.h>
#include <absl/status/status.h>

#include "motcua/metrics/registry.h"

namespace motcua::runtime {

struct ExecutorOptions {
  /// Label of its metrics: `rpc`, `cache_fill`.
  std::string name = {};
  int threads = 4;
  /// Limit on waiting tasks; running tasks are not counted.
  std::size_t queue_capacity = 256;
};

/// A fixed number of threads with a bounded queue, for blocking work; overload is refused
/// immediately instead of accumulating (mistake 9 of the house style).
///
/// Thread-safe. Tasks start in the order of submission and run concurrently. A task that throws
/// ends the process: errors are values here. Metrics: `motcua_executor_queue_tasks{executor}`,
/// `motcua_executor_rejected_total`, `motcua_executor_queue_wait_seconds`.
class Executor {
 public:
  using Task = absl::AnyInvocable<void()>;

  Executor(ExecutorOptions options, metrics::Registry& registry);
  /// If `Stop` was not called, stops without a deadline and waits for queued tasks.
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /// False when the queue is full or `Stop` was called; the task is then dropped and the caller
  /// should answer RESOURCE_EXHAUSTED.
  [[nodiscard]] bool TrySubmit(Task task);

  /// Accepts no more tasks and waits until all accepted tasks are done. At the deadline the waiting
  /// tasks are dropped and the result is DEADLINE_EXCEEDED, reason EXECUTOR_NOT_DRAINED; running
  /// tasks continue, and the destructor waits for them. May be called again.
  absl::Status Stop(std::chrono::steady_clock::time_point deadline);

  std::size_t queue_depth() const;

 private:
  struct Waiting {
    Task task;
    std::chrono::steady_clock::time_point since;
  };
  void Work();

  const ExecutorOptions options_;
  metrics::Counter& rejected_;
  metrics::Histogram& queue_wait_;
  mutable std::mutex mutex_;
  std::condition_variable work_arrived_;
  std::condition_variable idle_;
  std::deque<Waiting> queue_;
  int running_ = 0;
  bool stopping_ = false;
  metrics::CallbackHandle queue_gauge_;
  std::vector<std::thread> threads_;
};

}  // namespace motcua::runtime

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
  /// Tasks that wait; those running are not counted.
  std::size_t queue_capacity = 256;
};

/// A fixed number of threads and a bounded queue in front of them: where blocking work is done, and
/// where overload shows at once instead of growing (mistake 9 of the house style).
///
/// Thread-safe. Tasks run in the order they were taken, several at a time. A task that throws ends
/// the process: errors are values here. Metrics: `motcua_executor_queue_tasks{executor}`,
/// `motcua_executor_rejected_total`, `motcua_executor_queue_wait_seconds`.
class Executor {
 public:
  using Task = absl::AnyInvocable<void()>;

  Executor(ExecutorOptions options, metrics::Registry& registry);
  /// Stops without a deadline if `Stop` was not called: waits for what is queued.
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /// False when the queue is full or `Stop` was called: the caller refuses its own caller
  /// (RESOURCE_EXHAUSTED). The task is dropped then.
  [[nodiscard]] bool TrySubmit(Task task);

  /// Takes no more, and waits until everything it took is done. Past the deadline the tasks still
  /// waiting are dropped and the answer is DEADLINE_EXCEEDED, reason EXECUTOR_NOT_DRAINED; a task
  /// that runs is left to finish, and the destructor waits for it. May be called again.
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

#include "motcua/runtime/executor.h"

#include <utility>

#include "motcua/base/error.h"

namespace motcua::runtime {

Executor::Executor(ExecutorOptions options, metrics::Registry& registry)
    : options_(std::move(options)),
      rejected_(
          registry
              .AddCounter("motcua_executor_rejected_total",
                          "Tasks refused because the queue was full or the program was stopping.",
                          {"executor"})
              .With({options_.name})),
      queue_wait_(registry
                      .AddSeconds("motcua_executor_queue_wait_seconds",
                                  "Time a task waited before it ran.", {"executor"})
                      .With({options_.name})),
      queue_gauge_(registry.AddCallback(metrics::Kind::kGauge, "motcua_executor_queue_tasks",
                                        "Tasks waiting to run.", {"executor"}, {options_.name},
                                        [this] { return static_cast<double>(queue_depth()); })) {
  threads_.reserve(static_cast<std::size_t>(options_.threads));
  for (int i = 0; i < options_.threads; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

Executor::~Executor() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_arrived_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

bool Executor::TrySubmit(Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && queue_.size() < options_.queue_capacity) {
      queue_.push_back({std::move(task), std::chrono::steady_clock::now()});
      work_arrived_.notify_one();
      return true;
    }
  }
  rejected_.Increment();
  return false;
}

absl::Status Executor::Stop(std::chrono::steady_clock::time_point deadline) {
  std::deque<Waiting> dropped;  // destroyed after the lock is released
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    work_arrived_.notify_all();
    if (idle_.wait_until(lock, deadline, [this] { return queue_.empty() && running_ == 0; })) {
      return absl::OkStatus();
    }
    dropped.swap(queue_);
  }
  return Error(absl::StatusCode::kDeadlineExceeded, "EXECUTOR_NOT_DRAINED",
               "tasks were still waiting or running at the deadline",
               {{"executor", options_.name}, {"dropped", std::to_string(dropped.size())}});
}

std::size_t Executor::queue_depth() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void Executor::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    work_arrived_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) {
      return;
    }
    Waiting next = std::move(queue_.front());
    queue_.pop_front();
    ++running_;
    lock.unlock();
    queue_wait_.Observe(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - next.since).count());
    next.task();
    next.task = nullptr;  // destroys its captures before it counts as done
    lock.lock();
    --running_;
    if (running_ == 0 && queue_.empty()) {
      idle_.notify_all();
    }
  }
}

}  // namespace motcua::runtime

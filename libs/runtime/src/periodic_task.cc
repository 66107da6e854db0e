#include "motcua/runtime/periodic_task.h"

#include <utility>

namespace motcua::runtime {

PeriodicTask::PeriodicTask(PeriodicTaskOptions options, Function function, RandomUnit random)
    : options_(options),
      function_(std::move(function)),
      random_(std::move(random)),
      thread_([this](const std::stop_token& stop) { Loop(stop); }) {}

PeriodicTask::~PeriodicTask() {
  Stop();
}

void PeriodicTask::Notify() {
  {
    const std::lock_guard lock(mutex_);
    notified_ = true;
  }
  wake_.notify_one();
}

void PeriodicTask::Stop() {
  thread_.request_stop();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void PeriodicTask::Loop(const std::stop_token& stop) {
  bool run = options_.run_at_start;
  while (!stop.stop_requested()) {
    if (run) {
      {
        // Notifications up to here are served by this run; later ones cause another run.
        const std::lock_guard lock(mutex_);
        notified_ = false;
      }
      function_(stop);
    }
    run = true;
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, Jittered(options_.interval, options_.jitter, random_),
                   [this] { return notified_; });
  }
}

}  // namespace motcua::runtime

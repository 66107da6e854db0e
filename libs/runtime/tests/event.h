#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace motcua::runtime {

/// Counts signals between threads; tests wait for a count with a deadline instead of sleeping.
class Event {
 public:
  void Signal() {
    // Notified under the lock: a thread that saw the count may destroy the event at once.
    const std::lock_guard lock(mutex_);
    ++count_;
    changed_.notify_all();
  }
  /// False if it was not signalled that often within the limit.
  bool WaitFor(int times = 1, std::chrono::milliseconds limit = std::chrono::seconds(20)) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return count_ >= times; });
  }
  int count() const {
    const std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

}  // namespace motcua::runtime

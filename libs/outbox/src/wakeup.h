#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace motcua::outbox {

/// Lets a worker thread wait for a commit, a time-out or a stop. Thread-safe.
class Wakeup {
 public:
  void Notify();
  void Stop();
  bool stopped() const;

  /// Returns early if notified since the last wait or stopped.
  void WaitForWork(std::chrono::milliseconds limit);
  /// Returns early only when stopped.
  void Rest(std::chrono::milliseconds span);

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool notified_ = false;
  bool stopped_ = false;
};

}  // namespace motcua::outbox

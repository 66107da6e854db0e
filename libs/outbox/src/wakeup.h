#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace motcua::outbox {

/// How a worker thread waits: until something was committed, for a while, or until it must stop.
/// Thread-safe.
class Wakeup {
 public:
  void Notify();
  void Stop();
  bool stopped() const;

  /// Returns early when notified since the last wait, or stopped.
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

#include "wakeup.h"

namespace motcua::outbox {

void Wakeup::Notify() {
  {
    const std::lock_guard lock(mutex_);
    notified_ = true;
  }
  changed_.notify_all();
}

void Wakeup::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
}

bool Wakeup::stopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

void Wakeup::WaitForWork(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, limit, [this] { return notified_ || stopped_; });
  notified_ = false;
}

void Wakeup::Rest(std::chrono::milliseconds span) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, span, [this] { return stopped_; });
}

}  // namespace motcua::outbox

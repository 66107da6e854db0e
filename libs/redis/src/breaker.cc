#include "breaker.h"

namespace motcua::redis {

bool Breaker::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

void Breaker::Succeeded() {
  const std::lock_guard lock(mutex_);
  failures_ = 0;
}

void Breaker::Failed(Time now) {
  const std::lock_guard lock(mutex_);
  if (failures_ == 0) {
    first_failure_ = now;
  }
  ++failures_;
  if (failures_ >= kFailures || now - first_failure_ >= kSpan) {
    open_ = true;
  }
}

void Breaker::Close() {
  const std::lock_guard lock(mutex_);
  open_ = false;
  failures_ = 0;
}

}  // namespace motcua::redis

#include "motcua/base/circuit_breaker.h"

#include <algorithm>
#include <utility>

namespace motcua {

CircuitBreaker::Permit CircuitBreaker::Ask() {
  const std::lock_guard lock(mutex_);
  if (!open_) {
    return Permit::kSend;
  }
  const Time now = options_.now();
  if (now < next_probe_) {
    return Permit::kWait;
  }
  probe_wait_ = std::min(2 * probe_wait_, options_.longest_probe);
  next_probe_ = now + probe_wait_;
  return Permit::kProbe;
}

CircuitBreaker::Time CircuitBreaker::next_probe() const {
  const std::lock_guard lock(mutex_);
  return next_probe_;
}

void CircuitBreaker::Succeeded() {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    first = !std::exchange(told_, true);
  }
  if (first) {
    Tell(true);
  }
}

void CircuitBreaker::Failed() {
  {
    const std::lock_guard lock(mutex_);
    if (open_) {
      return;
    }
    const Time now = options_.now();
    if (failures_ == 0) {
      first_failure_ = now;
    }
    ++failures_;
    const bool too_long = options_.span.has_value() && now - first_failure_ >= *options_.span;
    if (failures_ < options_.failures_to_open && !too_long) {
      return;
    }
    open_ = true;
    told_ = true;
    probe_wait_ = options_.first_probe;
    next_probe_ = now + probe_wait_;
  }
  Tell(false);
}

void CircuitBreaker::Close() {
  {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    if (!open_.exchange(false)) {
      return;
    }
  }
  Tell(true);
}

void CircuitBreaker::Tell(bool answers) const {
  if (options_.on_change) {
    options_.on_change(answers);
  }
}

}  // namespace motcua

#include "domain/breaker.h"

namespace motcua::portalsync {

Breaker::Permit Breaker::Ask() {
  const std::lock_guard lock(mutex_);
  if (!open_) {
    return Permit::kSend;
  }
  const auto now = options_.now();
  if (now < next_probe_) {
    return Permit::kWait;
  }
  next_probe_ = now + options_.probe_interval;
  return Permit::kProbe;
}

void Breaker::Succeeded() {
  bool tell = false;
  {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    tell = open_ || !told_;
    open_ = false;
    told_ = true;
  }
  if (tell && options_.on_change) {
    options_.on_change(true);
  }
}

void Breaker::Failed() {
  bool tell = false;
  {
    const std::lock_guard lock(mutex_);
    if (!open_ && ++failures_ >= options_.failures_to_open) {
      open_ = true;
      told_ = true;
      tell = true;
      next_probe_ = options_.now() + options_.probe_interval;
    }
  }
  if (tell && options_.on_change) {
    options_.on_change(false);
  }
}

bool Breaker::closed() const {
  const std::lock_guard lock(mutex_);
  return !open_;
}

}  // namespace motcua::portalsync

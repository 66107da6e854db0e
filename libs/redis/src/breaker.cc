#include "breaker.h"

namespace motcua::redis {

void Breaker::Failed(Time now) {
  if (failures_ == 0) {
    first_failure_ = now;
  }
  ++failures_;
  if (failures_ >= kFailures || now - first_failure_ >= kSpan) {
    open_.store(true);
  }
}

void Breaker::Close() {
  open_.store(false);
  failures_ = 0;
}

}  // namespace motcua::redis

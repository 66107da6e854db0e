#include "motcua/base/clock.h"

namespace motcua {

Instant SystemClock::Now() const {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

Instant SettableClock::Now() const {
  return Instant(std::chrono::microseconds(now_.load()));
}

void SettableClock::Set(Instant now) {
  now_.store(now.time_since_epoch().count());
}

void SettableClock::Advance(std::chrono::microseconds by) {
  now_.fetch_add(by.count());
}

}  // namespace motcua

#include "message_limiter.h"

#include <utility>

namespace motcua::log {

std::optional<std::uint64_t> MessageLimiter::Admit(std::string_view message,
                                                   std::chrono::steady_clock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto [place, is_new] = windows_.try_emplace(message, Window{.start = now});
  Window& window = place->second;
  if (now - window.start >= std::chrono::seconds(1)) {
    window.start = now;
    window.written = 0;
  }
  if (window.written >= per_second_) {
    ++window.suppressed;
    ++suppressed_;
    return std::nullopt;
  }
  ++window.written;
  return std::exchange(window.suppressed, 0);
}

std::uint64_t MessageLimiter::suppressed() const {
  const std::lock_guard lock(mutex_);
  return suppressed_;
}

}  // namespace motcua::log

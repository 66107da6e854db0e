#include "motcua/runtime/watchdog.h"

#include <utility>

namespace motcua::runtime {

Watchdog::Watchdog(Shutdown& shutdown, const log::Logger& logger, std::chrono::milliseconds limit,
                   SteadyNow steady_now)
    : shutdown_(shutdown),
      logger_(logger),
      limit_(limit),
      steady_now_(std::move(steady_now)),
      task_({.interval = std::chrono::seconds(1), .jitter = 0},
            [this](const std::stop_token&) { Check(); }) {}

Watchdog::Guard::Guard(Guard&& other) noexcept
    : watchdog_(std::exchange(other.watchdog_, nullptr)), key_(other.key_) {}

Watchdog::Guard::~Guard() {
  if (watchdog_ != nullptr) {
    const std::lock_guard lock(watchdog_->mutex_);
    watchdog_->watched_.erase(key_);
  }
}

Watchdog::Guard Watchdog::Watch(std::string_view what) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t key = next_key_++;
  watched_.emplace(key, Watched{std::string(what), steady_now_()});
  return {this, key};
}

void Watchdog::Check() {
  const std::lock_guard lock(mutex_);
  const std::chrono::steady_clock::time_point now = steady_now_();
  for (auto at = watched_.begin(); at != watched_.end();) {
    if (now - at->second.since <= limit_) {
      ++at;
      continue;
    }
    logger_.Error("watchdog ran out", {{"what", at->second.what},
                                       {"limit_ms", std::chrono::milliseconds(limit_).count()}});
    shutdown_.Request("watchdog ran out: " + at->second.what);
    at = watched_.erase(at);  // reported once
  }
}

}  // namespace motcua::runtime

#include "motcua/runtime/health.h"

#include <utility>

#include "motcua/base/check.h"

namespace motcua::runtime {

Health::Health(SteadyNow steady_now) : steady_now_(std::move(steady_now)) {}

Health::Condition Health::AddCondition(std::string_view name) {
  {
    const std::lock_guard lock(mutex_);
    MOTCUA_CHECK(conditions_.try_emplace(std::string(name)).second);
  }
  NotifyIfChanged();
  return {this, std::string(name)};
}

void Health::Condition::Set(bool holds, std::string_view why) {
  {
    const std::lock_guard lock(health_->mutex_);
    ConditionState& state = health_->conditions_.at(name_);
    state.holds = holds;
    state.why = std::string(why);
  }
  health_->NotifyIfChanged();
}

Health::Heartbeat Health::AddHeartbeat(std::string_view name, std::chrono::milliseconds limit) {
  const std::lock_guard lock(mutex_);
  const auto [place, added] =
      heartbeats_.try_emplace(std::string(name), HeartbeatState{steady_now_(), limit});
  MOTCUA_CHECK(added);
  return {this, place->first};
}

void Health::Heartbeat::Beat() {
  const std::lock_guard lock(health_->mutex_);
  health_->heartbeats_.at(name_).last = health_->steady_now_();
}

void Health::SetStarted() {
  {
    const std::lock_guard lock(mutex_);
    started_ = true;
  }
  NotifyIfChanged();
}

void Health::StartDraining() {
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
  }
  NotifyIfChanged();
}

void Health::OnReadyChange(std::function<void(bool ready)> observer) {
  NotifyIfChanged();
  const std::lock_guard lock(observers_mutex_);
  observer(last_told_);
  observers_.push_back(std::move(observer));
}

void Health::NotifyIfChanged() {
  const std::lock_guard lock(observers_mutex_);
  // Read under the lock, so that concurrent changes are reported in the order they took effect.
  const bool now = ready();
  if (now == last_told_) {
    return;
  }
  last_told_ = now;
  for (const auto& observer : observers_) {
    observer(now);
  }
}

bool Health::live() const {
  return Live().ok;
}
bool Health::ready() const {
  return Ready().ok;
}

metrics::ProbeAnswer Health::Live() const {
  const std::lock_guard lock(mutex_);
  if (draining_) {
    // Loops now end one by one, each with its own deadline; a restart would interrupt them.
    return {true, "draining"};
  }
  for (const auto& [name, heartbeat] : heartbeats_) {
    if (steady_now_() - heartbeat.last > heartbeat.limit) {
      return {false, name + " has stalled"};
    }
  }
  return {true, "ok"};
}

metrics::ProbeAnswer Health::Ready() const {
  const std::lock_guard lock(mutex_);
  return ReadyLocked();
}

metrics::ProbeAnswer Health::ReadyLocked() const {
  if (draining_) {
    return {false, "draining"};
  }
  if (!started_) {
    return {false, "starting"};
  }
  std::string missing;
  for (const auto& [name, condition] : conditions_) {
    if (!condition.holds) {
      missing.append(missing.empty() ? "" : "; ").append(name).append(": ").append(condition.why);
    }
  }
  return missing.empty() ? metrics::ProbeAnswer{true, "ok"}
                         : metrics::ProbeAnswer{false, std::move(missing)};
}

metrics::ProbeAnswer Health::Started() const {
  const std::lock_guard lock(mutex_);
  return {started_, started_ ? "ok" : "starting"};
}

}  // namespace motcua::runtime

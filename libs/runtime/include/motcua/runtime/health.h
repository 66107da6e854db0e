#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/metrics/exposer.h"
#include "motcua/runtime/steady_now.h"

namespace motcua::runtime {

/// The health state that a program reports to its probes (reliability R7.6).
///
/// *Live*: every heartbeat is younger than its limit; it does not depend on other servers, so that
/// a database failure does not cause restarts. *Started*: `SetStarted` was called. *Ready*:
/// started, not draining, and every named condition holds. Thread-safe; must outlive its conditions
/// and heartbeats.
class Health {
 public:
  explicit Health(SteadyNow steady_now = std::chrono::steady_clock::now);
  Health(const Health&) = delete;
  Health& operator=(const Health&) = delete;

  /// A named condition that must hold before calls are accepted: `postgres`, `schema`,
  /// `certificates`. Redis and Kafka are not conditions, because the program works without them,
  /// though slower or later.
  class Condition {
   public:
    void Set(bool holds, std::string_view why = {});

   private:
    friend class Health;
    Condition(Health* health, std::string name) : health_(health), name_(std::move(name)) {}
    Health* health_;
    std::string name_;
  };
  /// The condition does not hold until it is set. Each name may be added once.
  Condition AddCondition(std::string_view name);

  /// A loop that must keep running.
  class Heartbeat {
   public:
    void Beat();

   private:
    friend class Health;
    Heartbeat(Health* health, std::string name) : health_(health), name_(std::move(name)) {}
    Health* health_;
    std::string name_;
  };
  Heartbeat AddHeartbeat(std::string_view name,
                         std::chrono::milliseconds limit = std::chrono::seconds(5));

  void SetStarted();
  /// Makes the program permanently not ready; the first step of every stop.
  void StartDraining();

  /// Calls the observer with the present state immediately and then at every change of readiness,
  /// in order, from the thread that changed it; it must not call back into Health. For the gRPC
  /// health service.
  void OnReadyChange(std::function<void(bool ready)> observer);

  bool live() const;
  bool ready() const;
  /// For metrics::ExposerOptions; the text names what is wrong.
  metrics::ProbeAnswer Live() const;
  metrics::ProbeAnswer Ready() const;
  metrics::ProbeAnswer Started() const;

 private:
  struct ConditionState {
    bool holds = false;
    std::string why = "not checked yet";
  };
  struct HeartbeatState {
    std::chrono::steady_clock::time_point last;
    std::chrono::milliseconds limit;
  };
  metrics::ProbeAnswer ReadyLocked() const;
  void NotifyIfChanged();

  const SteadyNow steady_now_;
  std::mutex observers_mutex_;  // taken before mutex_; keeps notices in order
  bool last_told_ = false;
  std::vector<std::function<void(bool)>> observers_;
  mutable std::mutex mutex_;
  std::map<std::string, ConditionState, std::less<>> conditions_;
  std::map<std::string, HeartbeatState, std::less<>> heartbeats_;
  bool started_ = false;
  bool draining_ = false;
};

}  // namespace motcua::runtime

#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>

#include "motcua/runtime/periodic_task.h"

namespace motcua::kafka {

/// Detects a handler that does not return: librdkafka 2.0.2 counts any poll of any queue as life
/// (#4176), so the group would never take the partition away. Thread-safe.
class HandlerWatch {
 public:
  HandlerWatch(std::chrono::milliseconds limit, std::function<void()> on_stuck);

  void Begin();
  void End();
  /// No call of `on_stuck` after this.
  void Stop() { task_.Stop(); }

 private:
  void Look();

  const std::chrono::milliseconds limit_;
  const std::function<void()> on_stuck_;
  /// Steady time at which the handler began; 0 while none runs.
  std::atomic<std::int64_t> began_{0};
  std::int64_t reported_ = 0;
  runtime::PeriodicTask task_;  // last: its thread uses all of the above
};

}  // namespace motcua::kafka

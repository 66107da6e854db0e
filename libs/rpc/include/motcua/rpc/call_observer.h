#pragma once

#include <chrono>
#include <string>

#include <absl/status/status.h>

#include "motcua/base/call_context.h"

namespace motcua::rpc {

/// Observes every call served, for metrics and one log line (metrics_observer.h). Implementations
/// are thread-safe.
class CallObserver {
 public:
  virtual ~CallObserver() = default;
  /// The call has arrived and is not processed yet.
  virtual void OnStart(const std::string& /*method*/, const CallContext& /*call*/) {}
  /// The call is about to be answered with this status, which may be a refusal. `took` counts from
  /// its arrival and includes waiting for a thread. An INTERNAL status still has its message here,
  /// because only the log may contain it.
  virtual void OnCall(const std::string& method, const CallContext& call,
                      const absl::Status& status, std::chrono::steady_clock::duration took) = 0;
};

}  // namespace motcua::rpc

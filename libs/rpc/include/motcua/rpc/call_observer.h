#pragma once

#include <chrono>
#include <string>

#include <absl/status/status.h>

#include "motcua/base/call_context.h"

namespace motcua::rpc {

/// Told of every call served: metrics and one log line (metrics_observer.h). Thread-safe.
class CallObserver {
 public:
  virtual ~CallObserver() = default;
  /// The call has arrived; nothing is decided yet.
  virtual void OnStart(const std::string& /*method*/, const CallContext& /*call*/) {}
  /// The call is about to be answered with this status, refusals included. `took` counts from its
  /// arrival, waiting for a thread included. An INTERNAL status still has its message here: the log
  /// is the only place that sees it.
  virtual void OnCall(const std::string& method, const CallContext& call,
                      const absl::Status& status, std::chrono::steady_clock::duration took) = 0;
};

}  // namespace motcua::rpc

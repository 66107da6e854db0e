#pragma once

#include <chrono>
#include <string>

#include <absl/status/status.h>

#include "motcua/base/call_context.h"

namespace motcua::rpc {

/// Told of every call served: metrics and one log line. Thread-safe.
class CallObserver {
 public:
  virtual ~CallObserver() = default;
  virtual void OnCall(const std::string& method, const CallContext& call,
                      const absl::Status& status, std::chrono::steady_clock::duration took) = 0;
};

}  // namespace motcua::rpc

#pragma once

#include <chrono>
#include <string>

namespace motcua {

/// What every call carries in addition to its request. Plain data, cheap to copy.
struct CallContext {
  /// When the caller stops waiting. Work past it is not started.
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  /// Who calls: the program or portal, as authenticated at the edge. One half of the idempotency
  /// scope.
  std::string caller;
  /// The client's key for this command (metadata `idempotency-key`); empty for queries.
  std::string idempotency_key;
  /// W3C trace context of the call (`traceparent`), stored with the event it causes.
  std::string traceparent;
};

}  // namespace motcua

#pragma once

#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "motcua/base/call_context.h"

namespace motcua::command {

/// The idempotency key of one command (design rule 1), unique per caller and method.
struct Key {
  std::string caller;
  std::string method;
  std::string key;
  /// Sha256Hex of the request's deterministic serialization; the same key with another hash is
  /// refused.
  std::string request_hash;
};

/// INVALID_ARGUMENT / IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_INVALID (over 64 characters).
absl::Status CheckKey(const CallContext& call);

/// ALREADY_EXISTS / IDEMPOTENCY_KEY_REUSED.
absl::Status KeyReused();

}  // namespace motcua::command

#include "motcua/command/key.h"

#include "motcua/base/error.h"

namespace motcua::command {
namespace {

constexpr std::size_t kLongestKey = 64;

}  // namespace

absl::Status CheckKey(const CallContext& call) {
  if (call.idempotency_key.empty()) {
    return FieldError("idempotency-key", "IDEMPOTENCY_KEY_MISSING",
                      "the metadata idempotency-key is missing");
  }
  // The RPC edge has checked that the key is printable ASCII, so bytes are characters.
  if (call.idempotency_key.size() > kLongestKey) {
    return FieldError("idempotency-key", "IDEMPOTENCY_KEY_INVALID",
                      "the idempotency-key is longer than 64 characters");
  }
  return absl::OkStatus();
}

absl::Status KeyReused() {
  return Error(absl::StatusCode::kAlreadyExists, "IDEMPOTENCY_KEY_REUSED",
               "this idempotency-key was used for a request with different content");
}

}  // namespace motcua::command

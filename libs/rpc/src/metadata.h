#pragma once

#include <string_view>

#include <absl/status/status.h>

namespace motcua::rpc {

// Names of the metadata that carries a CallContext.
inline constexpr char kCallerMetadata[] = "motcua-caller";
inline constexpr char kIdempotencyKeyMetadata[] = "idempotency-key";
inline constexpr char kTraceparentMetadata[] = "traceparent";

inline constexpr int kMaxMetadataValue = 200;

/// INVALID_ARGUMENT / METADATA_INVALID, metadata ("field", name), unless `value` is printable ASCII
/// of at most 200 characters. gRPC aborts the client's process on a value that is invalid in
/// HTTP/2, and PostgreSQL refuses text that is not UTF-8, so both are refused here.
absl::Status CheckMetadata(std::string_view name, std::string_view value);

}  // namespace motcua::rpc

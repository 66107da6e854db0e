#pragma once

#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "motcua/http/response.h"

namespace motcua::gateway {

/// An error as the edge gives it: `{"error": google.rpc.Status}` with ErrorInfo (reason, metadata),
/// BadRequest for a wrong field, RetryInfo where a later try helps, and LocalizedMessage in
/// Vietnamese; the HTTP status follows the code (google/rpc/code.proto). Pure, thread-safe.
http::Response ErrorResponse(const absl::Status& status);

/// For errors of HTTP itself (404, 413, ...): the same body.
http::Response ErrorResponse(int http_status, std::string_view reason, std::string_view message);

}  // namespace motcua::gateway

#pragma once

#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "motcua/http/response.h"

namespace motcua::gateway {

/// The error body of the edge: `{"error": google.rpc.Status}` with ErrorInfo (reason, metadata),
/// BadRequest for a wrong field, RetryInfo where a retry may help, and LocalizedMessage in
/// Vietnamese; the HTTP status follows the code (google/rpc/code.proto). Pure, thread-safe.
///
/// For an error that `IsForTheLog`, only the reason is given; general sentences in both languages
/// replace message and metadata. An error without a reason, such as a transport error, gets
/// INTERNAL, UNAVAILABLE or DEADLINE_PASSED.
http::Response ErrorResponse(const absl::Status& status);

/// True when message and metadata may only be logged and not shown to the public: a server error
/// (500 and above), or any error from a database.
bool IsForTheLog(const absl::Status& status);

/// For errors of HTTP itself (404, 413, ...): the same body. `message` is shown.
http::Response ErrorResponse(int http_status, std::string_view reason, std::string_view message);

}  // namespace motcua::gateway

#pragma once

#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "motcua/http/response.h"

namespace motcua::gateway {

/// An error as the edge gives it: `{"error": google.rpc.Status}` with ErrorInfo (reason, metadata),
/// BadRequest for a wrong field, RetryInfo where a later try helps, and LocalizedMessage in
/// Vietnamese; the HTTP status follows the code (google/rpc/code.proto). Pure, thread-safe.
///
/// Of an error that `IsForTheLog` only the reason is given; general sentences in both languages
/// stand in for message and metadata. An error without a reason, as the transport makes them, gets
/// INTERNAL, UNAVAILABLE or DEADLINE_PASSED.
http::Response ErrorResponse(const absl::Status& status);

/// True when message and metadata are for the log of whoever answers, and not for the public: an
/// error of this side (500 and above), or any that a database made.
bool IsForTheLog(const absl::Status& status);

/// For errors of HTTP itself (404, 413, ...): the same body. `message` is shown.
http::Response ErrorResponse(int http_status, std::string_view reason, std::string_view message);

}  // namespace motcua::gateway

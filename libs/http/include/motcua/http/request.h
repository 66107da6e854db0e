#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/status/status.h>

#include "motcua/http/headers.h"

namespace motcua::http {

/// Decoded name and value pairs in the order they were sent; a name may occur more than once.
using Params = std::vector<std::pair<std::string, std::string>>;

/// The first value of that name (exact case); nullopt when there is none.
std::optional<std::string_view> Find(const Params& params, std::string_view name);

/// One HTTP request: plain data. The server fills all of it; for `Client::Send` only method,
/// target, headers and body matter.
///
/// Decoded text (segments, query, params) may hold any bytes, also NUL and invalid UTF-8.
struct Request {
  /// As sent: "GET", "POST", ...
  std::string method = "GET";
  /// As sent, still encoded: "/v1/dossiers/H19.12-250312-0001:withdraw?lang=vi".
  std::string target = "/";
  /// The decoded segments of the path without the verb: {"v1", "dossiers", "H19.12-250312-0001"}.
  /// "/" is one empty segment.
  std::vector<std::string> segments;
  /// The text after the last ':' of the last segment ("withdraw"); empty when there is none. A
  /// colon inside a value must be sent as %3A.
  std::string verb;
  Params query;
  Headers headers;
  std::string body;
  /// Numeric address of the peer ("10.1.2.3"), without port. Behind a proxy, the proxy's address.
  std::string peer;
  /// The values matched by the `{names}` of the route's pattern.
  Params params;

  /// A path parameter of the matched route; empty when the pattern has no such name.
  std::string_view Param(std::string_view name) const;
  /// The first query parameter of that name.
  std::optional<std::string_view> Query(std::string_view name) const;
};

/// Fills segments, verb and query from `request.target` (origin-form, or absolute-form whose
/// authority is dropped; RFC 9112 3.2). INVALID_ARGUMENT with reason TARGET_INVALID otherwise. The
/// server calls this before a handler runs; tests of handlers and routers call it themselves.
absl::Status ParseTarget(Request& request);

}  // namespace motcua::http

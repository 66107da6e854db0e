#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::http {

/// Where requests go: an `http://` or `https://` URL taken apart.
struct ServerUrl {
  /// Scheme, host and port, `https://portal.test:443`; the port is that of the scheme when the URL
  /// has none. The form of `ClientOptions::address`.
  std::string address;
  /// As written, still encoded; empty when the URL has none.
  std::string path;
};

/// Reads `http://host[:port][/path]` and the same with https, an IPv6 host in brackets.
/// INVALID_ARGUMENT with reason ADDRESS_INVALID for anything else: another scheme, no host, a user,
/// a query or a fragment.
absl::StatusOr<ServerUrl> ParseServerUrl(std::string_view url);

}  // namespace motcua::http

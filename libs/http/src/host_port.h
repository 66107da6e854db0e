#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::http {

struct HostPort {
  std::string host;  // without the brackets of an IPv6 address
  std::uint16_t port;
};

/// Splits `host:port`, `1.2.3.4:80`, `[::1]:80`; both parts are required. INVALID_ARGUMENT with
/// reason ADDRESS_INVALID otherwise.
absl::StatusOr<HostPort> ParseHostPort(std::string_view text);

}  // namespace motcua::http

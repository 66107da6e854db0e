#pragma once

#include <string>

#include <absl/status/statusor.h>

namespace motcua::redis {

/// Where a Redis server listens.
struct Address {
  std::string host;  // without brackets; empty for a Unix socket
  int port = 0;
  std::string path;  // of the Unix socket
};

/// `host:port`, `[ipv6]:port` or `unix:/path`. INVALID_ARGUMENT / REDIS_ADDRESS_INVALID.
absl::StatusOr<Address> ParseAddress(const std::string& text);

}  // namespace motcua::redis

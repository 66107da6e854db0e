#include "address.h"

#include <charconv>
#include <string_view>

#include "motcua/base/error.h"

namespace motcua::redis {
namespace {

constexpr std::string_view kUnixPrefix = "unix:";

absl::Status Invalid() {
  return Error(absl::StatusCode::kInvalidArgument, "REDIS_ADDRESS_INVALID",
               "A Redis address must be host:port, [ipv6]:port or unix:/path.");
}

}  // namespace

absl::StatusOr<Address> ParseAddress(const std::string& text) {
  Address address;
  if (text.starts_with(kUnixPrefix)) {
    address.path = text.substr(kUnixPrefix.size());
    // The kernel's limit of a socket path (unix(7)).
    return address.path.starts_with('/') && address.path.size() < 108
               ? absl::StatusOr<Address>(address)
               : Invalid();
  }
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) {
    return Invalid();
  }
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, address.port);
  if (parsed.ec != std::errc() || parsed.ptr != end || address.port < 1 || address.port > 65535) {
    return Invalid();
  }
  address.host = text.substr(0, colon);
  if (address.host.starts_with('[') && address.host.ends_with(']')) {
    address.host = address.host.substr(1, address.host.size() - 2);
  } else if (address.host.find_first_of(":[]") != std::string::npos) {
    return Invalid();
  }
  if (address.host.empty() || address.host.find(' ') != std::string::npos) {
    return Invalid();
  }
  return address;
}

}  // namespace motcua::redis

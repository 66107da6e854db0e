#include "host_port.h"

#include <boost/url/authority_view.hpp>

#include "motcua/base/error.h"

namespace motcua::http {

absl::StatusOr<HostPort> ParseHostPort(std::string_view text) {
  const auto parsed = boost::urls::parse_authority({text.data(), text.size()});
  if (!parsed || parsed->has_userinfo() || parsed->host_address().empty() ||
      // Boost.URL 1.81 wraps a number above 65535 instead of refusing it.
      std::to_string(parsed->port_number()) != std::string_view(parsed->port())) {
    return Error(absl::StatusCode::kInvalidArgument, "ADDRESS_INVALID",
                 "An address must be host:port, with an IPv6 host in brackets.",
                 {{"address", text}});
  }
  return HostPort{std::string(parsed->host_address()), parsed->port_number()};
}

}  // namespace motcua::http

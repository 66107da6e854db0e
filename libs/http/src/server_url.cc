#include "motcua/http/server_url.h"

#include <string>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "motcua/base/error.h"

namespace motcua::http {

absl::StatusOr<ServerUrl> ParseServerUrl(std::string_view url) {
  const auto parsed = boost::urls::parse_uri({url.data(), url.size()});
  const bool https = parsed && parsed->scheme() == "https";
  if (!parsed || (!https && parsed->scheme() != "http") || parsed->encoded_host().empty() ||
      parsed->has_userinfo() || parsed->has_query() || parsed->has_fragment() ||
      // Boost.URL 1.81 wraps a number above 65535 instead of refusing it.
      (!parsed->port().empty() &&
       std::to_string(parsed->port_number()) != std::string_view(parsed->port()))) {
    return Error(absl::StatusCode::kInvalidArgument, "ADDRESS_INVALID",
                 "An address must be http://host:port or https://host:port, with an IPv6 host in "
                 "brackets.",
                 {{"address", url}});
  }
  const std::string port =
      parsed->port().empty() ? (https ? "443" : "80") : std::string(parsed->port());
  return ServerUrl{.address = std::string(parsed->scheme()) + "://" +
                              std::string(parsed->encoded_host()) + ":" + port,
                   .path = std::string(parsed->encoded_path())};
}

}  // namespace motcua::http

#include "routes/portal_credentials.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <boost/json.hpp>

#include "motcua/base/error.h"
#include "motcua/base/sha256.h"
#include "motcua/base/status_macros.h"
#include "motcua/http/headers.h"

namespace motcua::gateway {
namespace {

constexpr std::size_t kMinToken = 32;
constexpr std::size_t kMaxToken = 256;
constexpr std::string_view kScheme = "Bearer";

absl::Status Invalid(std::string_view why) {
  return Error(absl::StatusCode::kInvalidArgument, "CREDENTIALS_FILE_INVALID", why);
}

}  // namespace

absl::StatusOr<PortalCredentials> PortalCredentials::Parse(std::string_view json) {
  boost::json::error_code error;
  const boost::json::value document =
      boost::json::parse(boost::json::string_view(json.data(), json.size()), error);
  if (error || !document.is_object() || !document.as_object().contains("portals") ||
      !document.as_object().at("portals").is_array()) {
    return Invalid("the credentials file has no list of portals");
  }
  PortalCredentials credentials;
  for (const boost::json::value& portal : document.as_object().at("portals").as_array()) {
    const boost::json::object* const object = portal.if_object();
    const boost::json::value* const id = object == nullptr ? nullptr : object->if_contains("id");
    const boost::json::value* const token =
        object == nullptr ? nullptr : object->if_contains("token");
    if (id == nullptr || token == nullptr || !id->is_string() || !token->is_string() ||
        id->as_string().empty() || token->as_string().size() < kMinToken) {
      return Invalid("a portal needs an id and a token of at least 32 characters");
    }
    credentials.id_by_token_hash_.emplace(
        Sha256Hex(std::string_view(token->as_string().data(), token->as_string().size())),
        std::string(id->as_string().c_str()));
  }
  return credentials;
}

absl::StatusOr<PortalCredentials> PortalCredentials::ReadFile(const std::string& path) {
  const std::ifstream file(path);
  if (!file) {
    return Invalid("the credentials file can't be read");
  }
  std::ostringstream text;
  text << file.rdbuf();
  return Parse(text.str());
}

absl::StatusOr<std::string> PortalCredentials::Authenticate(std::string_view authorization) const {
  if (authorization.empty()) {
    return Error(absl::StatusCode::kUnauthenticated, "CREDENTIALS_MISSING",
                 "send the portal's bearer token");
  }
  const std::size_t end = std::min(authorization.find(' '), authorization.size());
  std::string_view token = authorization.substr(end);
  token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
  // The scheme's name has no case (RFC 9110 11.1).
  if (http::EqualsIgnoreCase(authorization.substr(0, end), kScheme) && token.size() <= kMaxToken) {
    // By hash, so that the time of a look-up reveals nothing about the token.
    const auto found = id_by_token_hash_.find(Sha256Hex(token));
    if (found != id_by_token_hash_.end()) {
      return found->second;
    }
  }
  return Error(absl::StatusCode::kUnauthenticated, "CREDENTIALS_INVALID", "unknown portal token");
}

}  // namespace motcua::gateway

#pragma once

#include <map>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::gateway {

/// The portals that may file and act for citizens, by bearer token. Read once at start; immutable,
/// thread-safe. Only hashes of the tokens stay in memory.
class PortalCredentials {
 public:
  /// `{"portals":[{"id":"...","token":"..."}]}`; tokens have at least 32 characters.
  /// INVALID_ARGUMENT / CREDENTIALS_FILE_INVALID.
  static absl::StatusOr<PortalCredentials> Parse(std::string_view json);
  static absl::StatusOr<PortalCredentials> ReadFile(const std::string& path);

  /// The portal's id for an Authorization header. UNAUTHENTICATED / CREDENTIALS_MISSING,
  /// CREDENTIALS_INVALID.
  absl::StatusOr<std::string> Authenticate(std::string_view authorization) const;

 private:
  std::map<std::string, std::string> id_by_token_hash_;
};

}  // namespace motcua::gateway

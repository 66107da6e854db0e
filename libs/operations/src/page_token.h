#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::operations {

/// An opaque position in a list (base64url), bound to the filter of that list.
std::string MakePageToken(std::string_view filter, std::string_view position);

/// The position; empty for an empty token. INVALID_ARGUMENT / PAGE_TOKEN_INVALID when it was not
/// made for this filter.
absl::StatusOr<std::string> ReadPageToken(std::string_view filter, const std::string& token);

}  // namespace motcua::operations

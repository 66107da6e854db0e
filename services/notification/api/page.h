#pragma once

#include <string>

#include <absl/status/statusor.h>

namespace motcua::notification {

/// Pages of lists: 0 means 50, more than 200 is cut, negative is INVALID_ARGUMENT / PAGE_SIZE.
absl::StatusOr<int> PageSize(int asked);

/// Opaque page tokens, bound to the list they were made for (`filter`): INVALID_ARGUMENT /
/// PAGE_TOKEN_INVALID otherwise. They hold the id of the last row; empty is the beginning.
std::string MakePageToken(const std::string& filter, const std::string& last_id);
absl::StatusOr<std::string> ParsePageToken(const std::string& filter, const std::string& token);

}  // namespace motcua::notification

#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

namespace motcua::rpc {

// Pages of list methods. Pure, thread-safe.

/// Number of entries of a page: 0 means 50, more than 200 is cut to 200, negative is
/// INVALID_ARGUMENT / PAGE_SIZE.
absl::StatusOr<int> PageSize(int asked);

/// A token for the page after `position`, the texts that identify where the present page ended.
/// Opaque to callers and bound to `filter`, the parameters of the list. Encoded but not signed, so
/// its texts must be checked when read back. Keep filter and texts short: a token of more than 1
/// KiB is invalid.
std::string MakePageToken(const std::string& filter, const std::vector<std::string>& position);

/// The position in a token; empty for an empty token, which means the beginning. INVALID_ARGUMENT /
/// PAGE_TOKEN_INVALID when it is not a token of this filter with that number of texts.
absl::StatusOr<std::vector<std::string>> ParsePageToken(const std::string& filter,
                                                        const std::string& token,
                                                        std::size_t texts);

/// The same error, for a caller whose own check of the texts fails.
absl::Status InvalidPageToken();

}  // namespace motcua::rpc

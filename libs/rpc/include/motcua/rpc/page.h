#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

namespace motcua::rpc {

// Pages of list methods. Pure, thread-safe.

/// How many entries a page has: 0 means 50, more than 200 is cut to 200, negative is
/// INVALID_ARGUMENT / PAGE_SIZE.
absl::StatusOr<int> PageSize(int asked);

/// A token for the page after `position`, which is where this one ended, in texts. Opaque to
/// callers and bound to `filter`, what the list was asked for. Encoded, not signed: whoever reads
/// it back checks its texts. A token of more than 1 KiB is none: filter and texts are short.
std::string MakePageToken(const std::string& filter, const std::vector<std::string>& position);

/// The position of a token; empty for an empty token, which is the beginning. INVALID_ARGUMENT /
/// PAGE_TOKEN_INVALID when it is not a token of this filter with that many texts.
absl::StatusOr<std::vector<std::string>> ParsePageToken(const std::string& filter,
                                                        const std::string& token,
                                                        std::size_t texts);

}  // namespace motcua::rpc

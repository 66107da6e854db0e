#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

namespace motcua::intake {

/// How many entries a page has: 0 means 50, more than 200 is cut to 200, negative is
/// INVALID_ARGUMENT / PAGE_SIZE.
absl::StatusOr<int> PageSize(int asked);

/// Page tokens: opaque to callers, bound to the filter they were made for. `position` is where the
/// page ended, in texts.
std::string MakePageToken(const std::string& filter, const std::vector<std::string>& position);

/// The position of a token; empty for an empty token, which is the beginning. INVALID_ARGUMENT /
/// PAGE_TOKEN_INVALID when it is not a token of this filter with that many texts.
absl::StatusOr<std::vector<std::string>> ParsePageToken(const std::string& filter,
                                                        const std::string& token,
                                                        std::size_t texts);

}  // namespace motcua::intake

#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "store/pg_queries.h"

namespace motcua::processing {

/// Pages of lists: 0 means 50, more than 200 is cut, negative is INVALID_ARGUMENT / PAGE_SIZE.
absl::StatusOr<int> PageSize(int asked);

/// Opaque page tokens, bound to the agency they were made for: INVALID_ARGUMENT /
/// PAGE_TOKEN_INVALID otherwise. An empty token is the beginning.
std::string MakePageToken(const std::string& agency, const QueuePosition& position);
absl::StatusOr<QueuePosition> ParsePageToken(const std::string& agency, const std::string& token);

}  // namespace motcua::processing

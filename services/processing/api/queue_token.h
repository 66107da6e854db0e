#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "store/pg_queries.h"

namespace motcua::processing {

/// Page tokens (libs/rpc) of an agency's queue, with the end of the last page.
std::string MakeQueueToken(const std::string& agency, const QueuePosition& position);
/// INVALID_ARGUMENT / PAGE_TOKEN_INVALID; an empty token is the beginning.
absl::StatusOr<QueuePosition> ParseQueueToken(const std::string& agency, const std::string& token);

}  // namespace motcua::processing

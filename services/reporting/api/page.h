#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "store/pg_reports.h"

namespace motcua::reporting {

/// Pages of the overdue list: 0 means 50, more than 200 is cut, negative is INVALID_ARGUMENT /
/// PAGE_SIZE.
absl::StatusOr<int> PageSize(int asked);

/// Opaque page tokens, bound to the agency that the list was asked for: INVALID_ARGUMENT /
/// PAGE_TOKEN_INVALID otherwise. An empty token is the beginning.
std::string MakePageToken(const std::string& asked_agency, const OverduePosition& position);
absl::StatusOr<OverduePosition> ParsePageToken(const std::string& asked_agency,
                                               const std::string& token);

}  // namespace motcua::reporting

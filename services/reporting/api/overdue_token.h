#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "store/pg_reports.h"

namespace motcua::reporting {

/// Page tokens (libs/rpc) of the overdue list of one agency, or of all.
std::string MakeOverdueToken(const std::string& asked_agency, const OverduePosition& position);
/// INVALID_ARGUMENT / PAGE_TOKEN_INVALID; an empty token is the beginning.
absl::StatusOr<OverduePosition> ParseOverdueToken(const std::string& asked_agency,
                                                  const std::string& token);

}  // namespace motcua::reporting

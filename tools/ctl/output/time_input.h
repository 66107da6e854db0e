#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/clock.h"

namespace motcua::ctl {

/// Parses a typed time: `2025-03-12` (midnight), `2025-03-12T09:15` or `2025-03-12T09:15:00` in
/// Vietnamese time, or RFC 3339 with its offset. Otherwise USAGE with `option`.
absl::StatusOr<Instant> ReadTime(const std::string& option, const std::string& text);

}  // namespace motcua::ctl

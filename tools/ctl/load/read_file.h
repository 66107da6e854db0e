#pragma once

#include <string>

#include <absl/status/statusor.h>

namespace motcua::ctl {

/// A whole file of at most 1 MiB. INVALID_ARGUMENT with `field` = the path: FILE_UNREADABLE,
/// FILE_TOO_LARGE.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace motcua::ctl

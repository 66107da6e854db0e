#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "motcua/config/secret.h"

namespace motcua::config {

/// The content of a file without one newline at its end. INVALID_ARGUMENT: FILE_UNREADABLE (also
/// when it is larger than 64 KiB), EMPTY.
absl::StatusOr<Secret> ReadSecretFile(const std::string& path);

}  // namespace motcua::config

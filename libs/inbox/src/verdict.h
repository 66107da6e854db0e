#pragma once

#include <absl/status/status.h>

namespace motcua::inbox {

/// Converts an error to a retryable one, as an inbox returns only retryable errors.
absl::Status AsRetryable(const absl::Status& status);

}  // namespace motcua::inbox

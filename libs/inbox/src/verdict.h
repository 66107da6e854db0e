#pragma once

#include <absl/status/status.h>

namespace motcua::inbox {

/// True when the event itself is at fault, so that the same attempt would fail for ever: the
/// handler's own refusals, and values or constraints that the database refused. A database that is
/// down, full, too old or lacks a table is nobody's fault but ours, and is retried.
bool IsPermanent(const absl::Status& status);

/// The same error as one that is retried: what leaves an inbox always is.
absl::Status AsRetryable(const absl::Status& status);

}  // namespace motcua::inbox

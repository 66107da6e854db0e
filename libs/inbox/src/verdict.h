#pragma once

#include <absl/status/status.h>

namespace motcua::inbox {

/// True when the event itself is at fault, so that every attempt would fail: refusals of the
/// handler, and values or constraints that the database refused. A database that is down, full, too
/// old or lacks a table is not the event's fault and is retried.
bool IsPermanent(const absl::Status& status);

/// Converts an error to a retryable one, as an inbox returns only retryable errors.
absl::Status AsRetryable(const absl::Status& status);

}  // namespace motcua::inbox

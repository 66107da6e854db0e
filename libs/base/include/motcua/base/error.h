#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

namespace motcua {

/// Errors are values: `absl::Status` with a stable machine reason.
///
/// Every error that leaves a use case is made by `Error`. The reason (UPPER_SNAKE, at most 63
/// characters, unique in its service) and the metadata travel inside the status and become
/// `google.rpc.ErrorInfo` at the RPC edge. Messages are one English sentence for a person; the
/// gateway adds the Vietnamese one by reason. Thread-safe.
///
/// Why not `absl::Status(code, message)` directly: Debian 12 builds Abseil with its own
/// string_view, which does not convert from `std::string_view`.
using ErrorMetadata = std::vector<std::pair<std::string, std::string>>;

absl::Status Error(
    absl::StatusCode code, std::string_view reason, std::string_view message,
    std::initializer_list<std::pair<std::string_view, std::string_view>> metadata = {});

/// INVALID_ARGUMENT with the path of the wrong field of the request (`parts[2].name`).
absl::Status FieldError(std::string_view field, std::string_view reason, std::string_view message);

/// The stable reason; empty when the status carries none (or is OK).
std::string Reason(const absl::Status& status);
/// The metadata given to `Error`; a field error has the pair ("field", path).
ErrorMetadata Metadata(const absl::Status& status);
/// The message as a std::string.
std::string Message(const absl::Status& status);
/// Restores reason and metadata of a status received over the wire.
absl::Status WithReason(absl::StatusCode code, std::string_view reason, std::string_view message,
                        const ErrorMetadata& metadata);

/// True for errors that may not occur again when the same call is repeated later: UNAVAILABLE,
/// ABORTED, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED.
bool IsRetryable(const absl::Status& status);

}  // namespace motcua

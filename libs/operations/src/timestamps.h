#pragma once

#include <string_view>

#include <absl/status/statusor.h>
#include <google/protobuf/timestamp.pb.h>

#include "motcua/base/clock.h"

namespace motcua::operations {

/// The instant, or a field error with this reason for a time before 1970, after 9999, or with nanos
/// outside 0 to 999,999,999.
absl::StatusOr<Instant> CheckedInstant(std::string_view field, std::string_view reason,
                                       const google::protobuf::Timestamp& timestamp);

}  // namespace motcua::operations

#pragma once

#include <absl/status/statusor.h>

#include "motcua/type/v1/limit.pb.h"

#include "motcua/calendar/due_date.h"

namespace motcua::wire {

/// Converts a legal limit between its message and the rule used by the due-date function. A limit
/// without a unit means that the law sets none: its rule has no value. INVALID_ARGUMENT /
/// LIMIT_INVALID with the field for values out of range or unknown enums.
absl::StatusOr<calendar::LimitRule> ToLimitRule(const type::v1::Limit& limit);

/// Names of the pause kinds in a LimitRule.
inline constexpr char kSupplementPause[] = "supplement";
inline constexpr char kPaymentPause[] = "payment";
inline constexpr char kStopPause[] = "stop";

}  // namespace motcua::wire

#pragma once

#include <absl/status/statusor.h>

#include "motcua/type/v1/limit.pb.h"

#include "motcua/calendar/due_date.h"

namespace motcua::wire {

/// A legal limit as data and as the due-date function takes it. A limit without unit is one that
/// the law does not set: its rule has no value. INVALID_ARGUMENT / LIMIT_INVALID with the field for
/// values out of range or unknown enums.
absl::StatusOr<calendar::LimitRule> ToLimitRule(const type::v1::Limit& limit);

/// The pause kinds by the names they have in a LimitRule.
inline constexpr char kSupplementPause[] = "supplement";
inline constexpr char kPaymentPause[] = "payment";
inline constexpr char kStopPause[] = "stop";

}  // namespace motcua::wire

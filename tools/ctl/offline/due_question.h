#pragma once

#include <absl/status/statusor.h>
#include <boost/json.hpp>

#include "motcua/calendar/due_date.h"

namespace motcua::ctl {

/// Reads one line of `motcuactl due` (see due_lines.h). Fails with INVALID_ARGUMENT, the field path
/// and the reasons of json_reader.h and time_zone.h, or UNIT_INVALID, CONVENTION_INVALID,
/// EFFECT_INVALID, START_EVENT_INVALID, CUT_OFF_AMBIGUOUS.
absl::StatusOr<calendar::DueInput> ReadDueQuestion(const boost::json::value& document);

}  // namespace motcua::ctl

#pragma once

#include <iosfwd>

#include "motcua/calendar/working_calendar.h"

namespace motcua::ctl {

/// `motcuactl due`: takes a dossier's dates a line, and answers its due date.
///
///   {"received":"2025-03-12T09:15:00+07:00","limit":{"value":3,"unit":"working_day"},
///    "convention":"keep_clock_time","pauses":[{"from":"…","to":"…","effect":"extend"}]}
///   {"start":"…","due":"…","explanation":["…"]}
///
/// `limit.unit` is working_day, working_hour, calendar_day or same_day (then without value); a
/// procedure without a legal limit has `"limit":null` or `"value":null`, and `due` is null.
/// `convention` is keep_clock_time (default) or end_of_day, `effect` extend or restart. A pause
/// without `to` is still open, and `paused` is true in the answer. Optional: `kind` of a pause; in
/// `limit`: `cut_offs` [{"at":"15:00"} or
/// {"minutes_before_closing":60}, with "effect": forward_only, start_next_working_day or
/// result_next_working_day], `start_event` (full_dossier, full_dossier_and_fee, receipt_sent,
/// electronic_dossier), `stage`; and `extension` {"value","unit"}. The answer also holds
/// `due_before_extension` when there is one, and `year_not_loaded` when it is true. Other fields
/// are refused. Returns the exit status (see json_lines.h).
int RunDueLines(std::istream& in, std::ostream& out, const calendar::WorkingCalendar& calendar);

}  // namespace motcua::ctl

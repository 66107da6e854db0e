#pragma once

#include <iosfwd>

#include "motcua/calendar/working_calendar.h"

namespace motcua::ctl {

/// `motcuactl due`: reads the dates of one dossier per line, and answers its due date.
///
///   {"received":"2025-03-12T09:15:00+07:00","limit":{"value":3,"unit":"working_day"},
///    "convention":"keep_clock_time","pauses":[{"from":"…","to":"…","effect":"extend"}]}
///   {"start":"…","due":"…","explanation":["…"]}
///
/// `limit.unit` is working_day, working_hour, calendar_day or same_day (then without value); a
/// procedure without a legal limit has `"limit":null` or `"value":null`, and `due` is null.
/// `convention` is keep_clock_time (default) or end_of_day, `effect` extend or restart. A pause
/// without `to` is still open; the answer then has `paused` true. Optional: `kind` of a pause; in
/// `limit`: `cut_offs` [{"at":"15:00"} or {"minutes_before_closing":60}, with "effect":
/// forward_only, start_next_working_day or result_next_working_day], `start_event` (full_dossier,
/// full_dossier_and_fee, receipt_sent, electronic_dossier), `stage`; and `extension`
/// {"value","unit"}. The answer also has `due_before_extension` if there is an extension, and
/// `year_not_loaded` if true. Other fields are refused. Returns the exit status (see json_lines.h).
int RunDueLines(std::istream& in, std::ostream& out, const calendar::WorkingCalendar& calendar);

}  // namespace motcua::ctl

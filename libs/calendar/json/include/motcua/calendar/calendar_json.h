#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "motcua/calendar/working_calendar.h"

namespace motcua::calendar {

/// Reads a calendar file (`deploy/sample/calendar.json` is one):
///
///   {"version": "2026-10-01",
///    "office_hours": [{"weekdays": ["mon", "tue"], "from": "07:30", "to": "11:30"}],
///    "years": [2025],
///    "days": [{"date": "2025-01-01", "kind": "holiday", "name_vi": "…", "name_en": "…",
///              "source_document": "…", "verified": true}]}
///
/// `kind` is holiday, compensation or makeup_workday. These keys are required and others are
/// refused, except that a line of office hours may also have `source_document` and `verified`.
/// Pure, thread-safe. Fails with INVALID_ARGUMENT, a reason and a field path (`days[3].date`):
/// CALENDAR_TOO_LARGE (over 1 MiB), JSON_MALFORMED, FIELD_MISSING, FIELD_UNKNOWN, FIELD_TYPE,
/// WEEKDAY_INVALID, DAY_KIND_INVALID, the reasons of time_zone.h, and those of OfficeHours and
/// WorkingCalendar.
absl::StatusOr<WorkingCalendar> ParseCalendarJson(std::string_view text);

/// Writes the same document, days in order; parsing it gives a value equal to `calendar`.
std::string CalendarToJson(const WorkingCalendar& calendar);

}  // namespace motcua::calendar

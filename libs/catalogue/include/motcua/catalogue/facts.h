#pragma once

#include <memory>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/calendar/working_calendar.h"
#include "motcua/catalogue/fact_handler.h"
#include "motcua/catalogue/fact_table.h"

namespace motcua::catalogue {

// The facts that several services project in the same way; their tables are in db/*.sql. A fact
// that only one service needs has its FactTable and projection in that service.

/// intake's AgencyPublished.
struct Agency : Fact {
  /// Local dates; empty: open on that side.
  std::string valid_from;
  std::string valid_to;
};
const db::Table<Agency>& Agencies();
Projection TakeAgencies();

/// intake's RuleSetPublished.
struct RuleSet : Fact {
  std::string document;  // motcua.catalogue.v1.RuleSet
};
const db::Table<RuleSet>& RuleSets();
Projection TakeRuleSets();

/// processing's CalendarPublished (design rule 13). A document that can't be read, or is of another
/// version, is INVALID_ARGUMENT / CALENDAR_INVALID: it never becomes the calendar in force.
Projection TakeCalendars();
/// Reads the calendar in force, the one published last; its result is for ReadNewestCalendar.
db::Query NewestCalendarQuery();
/// Null when none is known. INTERNAL / RULES_UNREADABLE when the stored document can't be read.
absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> ReadNewestCalendar(
    const db::Result& rows);

}  // namespace motcua::catalogue

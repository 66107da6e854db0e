#pragma once

#include <memory>
#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/calendar/working_calendar.h"
#include "motcua/db/connection.h"
#include "motcua/db/transaction.h"
#include "motcua/outbox/event.h"

namespace motcua::calendarfeed {

// The projection of processing's working calendar (design rule 13). Stateless, thread-safe.

/// True for the type that TakeCalendar takes.
bool IsCalendar(const std::string& type);

/// Queues the effect of one CalendarPublished: the inbox handler's part. INVALID_ARGUMENT /
/// EVENT_UNREADABLE, CALENDAR_INVALID (the document cannot be read, or is of another version):
/// permanent, a dead letter; nothing is queued.
absl::Status TakeCalendar(db::Transaction& transaction, const outbox::Event& event);

/// Reads the calendar in force; its result is for ReadNewestCalendar.
db::Query NewestCalendarQuery();

/// Null when none is known. INTERNAL / CALENDAR_UNREADABLE when the stored document is none.
absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> ReadNewestCalendar(
    const db::Result& rows);

}  // namespace motcua::calendarfeed

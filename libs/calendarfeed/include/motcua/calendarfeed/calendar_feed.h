#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/calendar/working_calendar.h"
#include "motcua/db/connection.h"
#include "motcua/db/transaction.h"

namespace motcua::calendarfeed {

// The projection of processing's working calendar (design rule 13). Stateless, thread-safe.

/// What one CalendarPublished says; `epoch` and `sequence` are those of its event.
struct PublishedCalendar {
  std::string version;
  /// The JSON document.
  std::string document;
  std::int32_t epoch = 1;
  std::int64_t sequence = 0;
};

/// Queues its effect: the inbox handler's part. INVALID_ARGUMENT / CALENDAR_INVALID (the document
/// cannot be read, or is of another version): permanent, a dead letter; nothing is queued.
absl::Status TakeCalendar(db::Transaction& transaction, const PublishedCalendar& published);

/// Reads the calendar in force; its result is for ReadNewestCalendar.
db::Query NewestCalendarQuery();

/// Null when none is known. INTERNAL / CALENDAR_UNREADABLE when the stored document is none.
absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> ReadNewestCalendar(
    const db::Result& rows);

}  // namespace motcua::calendarfeed

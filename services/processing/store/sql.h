#pragma once

#include "motcua/db/statement.h"

// Every statement of processing, by the name under which it is prepared and counted.

namespace motcua::processing::sql {

inline constexpr db::Statement kReadTimeline = {"read_timeline", R"sql(
  SELECT event_id, type, payload FROM event_history WHERE stream = 'dossier' AND key = $1
  ORDER BY sequence DESC LIMIT 1000
)sql"};
// The row comparison continues after the previous page.
inline constexpr db::Statement kListTasks = {"list_tasks", R"sql(
  SELECT t.id, t.due_at::text AS due_at, d.document
  FROM open_tasks t JOIN dossiers d ON d.id = t.dossier_id
  WHERE t.agency = $1 AND (t.due_at, t.id) > ($2::timestamptz, $3::uuid)
  ORDER BY t.due_at, t.id LIMIT $4
)sql"};

// Rules. The locks order loads; readers do not wait for them.
inline constexpr db::Statement kLockWorkflows = {
    "lock_workflows", "LOCK TABLE workflows IN SHARE ROW EXCLUSIVE MODE"};
inline constexpr db::Statement kLockCalendars = {
    "lock_calendars", "LOCK TABLE calendars IN SHARE ROW EXCLUSIVE MODE"};
inline constexpr db::Statement kReadWorkflow = {
    "read_workflow", "SELECT document FROM workflows WHERE id = $1 AND version = $2"};
inline constexpr db::Statement kInsertWorkflow = {"insert_workflow", R"sql(
  INSERT INTO workflows (id, version, procedure_code, document) VALUES ($1, $2, $3, $4)
)sql"};
inline constexpr db::Statement kCurrentCalendarVersion = {
    "current_calendar_version", "SELECT version FROM calendars ORDER BY ordinal DESC LIMIT 1"};
inline constexpr db::Statement kReadCalendar = {
    "read_calendar", "SELECT version, document FROM calendars WHERE version = $1"};
inline constexpr db::Statement kInsertCalendar = {"insert_calendar", R"sql(
  INSERT INTO calendars (version, document) VALUES ($1, $2) RETURNING ordinal
)sql"};

// Re-dating: running dossiers dated by an older calendar than the one in force, oldest calendar
// first. $2: dossiers to leave out.
inline constexpr db::Statement kFindToRedate = {"find_to_redate", R"sql(
  SELECT d.id FROM calendars c CROSS JOIN LATERAL (
    SELECT id FROM dossiers WHERE running AND calendar_version = c.version
      AND id <> ALL ($2::uuid[]) ORDER BY id LIMIT $1
  ) AS d
  WHERE c.ordinal < (SELECT max(ordinal) FROM calendars)
  ORDER BY c.ordinal, d.id LIMIT $1
)sql"};

}  // namespace motcua::processing::sql

#pragma once

#include "motcua/db/statement.h"

// Every statement of processing, by the name under which it is prepared and counted.

namespace motcua::processing::sql {

// A dossier by id ($1) or look-up key ($2). The lock is taken before tasks and requests are read in
// the same round trip; each statement has its own snapshot, so they see what the lock waited for.
#define MOTCUA_DOSSIER_COLUMNS                                                                    \
  "id, code, lookup_key, procedure_code, procedure_version, workflow_id, workflow_version, "      \
  "rule_set, channel,"                                                                            \
  " receiving_agency, handling_agency, received_at, time_limit, fee_after_vnd, intake_sequence, " \
  "sequence,"                                                                                     \
  " revision, last_occurred_at, state, due_at, paused, calendar_version, end_reason, ended_at, "  \
  "finished_at,"                                                                                  \
  " handed_over_at, result_place, result_number, result_agency, fee_paid_vnd, extension_value, "  \
  "extension_unit,"                                                                               \
  " extensions"
#define MOTCUA_BY_REFERENCE \
  "coalesce($1::uuid, (SELECT d.id FROM dossiers d WHERE d.lookup_key = $2))"

inline constexpr db::Statement kLockDossier = {
    "lock_dossier", "SELECT " MOTCUA_DOSSIER_COLUMNS
                    " FROM dossiers WHERE id = " MOTCUA_BY_REFERENCE " FOR UPDATE"};
inline constexpr db::Statement kReadDossier = {"read_dossier",
                                               "SELECT " MOTCUA_DOSSIER_COLUMNS
                                               " FROM dossiers WHERE id = " MOTCUA_BY_REFERENCE};
inline constexpr db::Statement kReadTasks = {
    "read_tasks",
    "SELECT id, stage, step_id, step_name_vi, kind, agency, officer, state, opened_at, due_at, "
    "done_at, opened_by,"
    " acted, transferred_from, transferred_sequence, done_sequence"
    " FROM tasks WHERE dossier_id = " MOTCUA_BY_REFERENCE " ORDER BY ordinal"};
inline constexpr db::Statement kReadRequests = {
    "read_requests",
    "SELECT id, task_id, agency, kind, opened_at, answer_due_at, sent_at, closed_at, wait_ended_at,"
    " array_to_string(items_vi, chr(31)), array_to_string(paper_ids, chr(31)), amount_vnd, "
    "payment_reference"
    " FROM requests WHERE dossier_id = " MOTCUA_BY_REFERENCE " ORDER BY ordinal"};
inline constexpr db::Statement kReadStops = {
    "read_stops",
    "SELECT from_at, to_at FROM stops WHERE dossier_id = " MOTCUA_BY_REFERENCE " ORDER BY ordinal"};

#undef MOTCUA_BY_REFERENCE
#undef MOTCUA_DOSSIER_COLUMNS

inline constexpr db::Statement kInsertDossier = {
    "insert_dossier",
    "INSERT INTO dossiers (id, code, lookup_key, procedure_code, procedure_version, workflow_id, "
    "workflow_version,"
    " rule_set, channel, receiving_agency, handling_agency, received_at, time_limit, "
    "fee_after_vnd, intake_sequence,"
    " sequence, revision, last_occurred_at, state, due_at, paused, calendar_version)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
    "$19, $20, $21, $22)"};
inline constexpr db::Statement kUpdateDossier = {
    "update_dossier",
    "UPDATE dossiers SET sequence = $2, revision = $3, last_occurred_at = $4, state = $5, due_at = "
    "$6, paused = $7,"
    " calendar_version = $8, end_reason = $9, ended_at = $10, finished_at = $11, handed_over_at = "
    "$12,"
    " result_place = $13, result_number = $14, result_agency = $15, fee_paid_vnd = $16, "
    "extension_value = $17,"
    " extension_unit = $18, extensions = $19 WHERE id = $1"};
inline constexpr db::Statement kUpdateCalendarVersion = {
    "update_calendar_version", "UPDATE dossiers SET calendar_version = $2 WHERE id = $1"};
inline constexpr db::Statement kUpsertTask = {
    "upsert_task",
    "INSERT INTO tasks (id, dossier_id, ordinal, stage, step_id, step_name_vi, kind, agency, "
    "officer, state, opened_at,"
    " due_at, done_at, opened_by, acted, transferred_from, transferred_sequence, done_sequence)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
    " ON CONFLICT (id) DO UPDATE SET agency = excluded.agency, officer = excluded.officer, state = "
    "excluded.state,"
    " done_at = excluded.done_at, acted = excluded.acted, transferred_from = "
    "excluded.transferred_from,"
    " transferred_sequence = excluded.transferred_sequence, done_sequence = "
    "excluded.done_sequence"};
inline constexpr db::Statement kUpsertRequest = {
    "upsert_request",
    "INSERT INTO requests (id, dossier_id, ordinal, task_id, agency, kind, opened_at, "
    "answer_due_at, sent_at,"
    " closed_at, wait_ended_at, items_vi, paper_ids, amount_vnd, payment_reference)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text[], $13::text[], $14, $15)"
    " ON CONFLICT (id) DO UPDATE SET sent_at = excluded.sent_at, closed_at = excluded.closed_at,"
    " wait_ended_at = excluded.wait_ended_at, paper_ids = excluded.paper_ids,"
    " payment_reference = excluded.payment_reference"};
inline constexpr db::Statement kUpsertStop = {
    "upsert_stop",
    "INSERT INTO stops (dossier_id, ordinal, from_at, to_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (dossier_id, ordinal) DO UPDATE SET to_at = excluded.to_at"};
inline constexpr db::Statement kInsertDeadline = {
    "insert_deadline",
    "INSERT INTO deadline_ledger (dossier_id, sequence, changed_at, cause, due_before, due_after, "
    "calendar_version,"
    " legal_ground) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};

inline constexpr db::Statement kReadLedger = {
    "read_ledger",
    "SELECT changed_at, cause, due_before, due_after, calendar_version, legal_ground FROM "
    "deadline_ledger"
    " WHERE dossier_id = $1 ORDER BY sequence LIMIT 1000"};
inline constexpr db::Statement kReadTimeline = {
    "read_timeline",
    "SELECT event_id, type, payload FROM event_history WHERE stream = 'dossier' AND key = $1"
    " ORDER BY sequence DESC LIMIT 1000"};
inline constexpr db::Statement kListTasks = {
    "list_tasks",
    "SELECT t.id, t.stage, t.step_id, t.step_name_vi, t.kind, t.agency, t.officer, t.state, "
    "t.opened_at, t.due_at,"
    " t.done_at, t.opened_by, t.acted, t.transferred_from, t.transferred_sequence, t.done_sequence,"
    " d.id, d.code, d.procedure_code, d.state, d.revision, d.due_at,"
    " coalesce(t.due_at, 'infinity'::timestamptz)::text"
    " FROM tasks t JOIN dossiers d ON d.id = t.dossier_id"
    " WHERE t.state = 1 AND t.agency = $1"
    " AND (coalesce(t.due_at, 'infinity'::timestamptz), t.id) > ($2::timestamptz, $3::uuid)"
    " ORDER BY coalesce(t.due_at, 'infinity'::timestamptz), t.id LIMIT $4"};

// Rules.
inline constexpr db::Statement kReadWorkflow = {
    "read_workflow", "SELECT document FROM workflows WHERE id = $1 AND version = $2"};
inline constexpr db::Statement kInsertWorkflow = {
    "insert_workflow",
    "INSERT INTO workflows (id, version, procedure_code, document) VALUES ($1, $2, $3, $4)"};
inline constexpr db::Statement kReadRuleSet = {"read_rule_set",
                                               "SELECT document FROM rule_sets WHERE id = $1"};
inline constexpr db::Statement kCurrentCalendar = {
    "current_calendar", "SELECT version, document FROM calendars ORDER BY ordinal DESC LIMIT 1"};
inline constexpr db::Statement kCurrentCalendarVersion = {
    "current_calendar_version", "SELECT version FROM calendars ORDER BY ordinal DESC LIMIT 1"};
inline constexpr db::Statement kReadCalendar = {
    "read_calendar", "SELECT version, document FROM calendars WHERE version = $1"};
inline constexpr db::Statement kInsertCalendar = {
    "insert_calendar",
    "INSERT INTO calendars (version, document) VALUES ($1, $2) RETURNING ordinal"};
inline constexpr db::Statement kReadAgency = {
    "read_agency", "SELECT valid_from::text, valid_to::text FROM agencies WHERE code = $1"};
inline constexpr db::Statement kUpsertAgency = {
    "upsert_agency",
    "INSERT INTO agencies (code, sequence, valid_from, valid_to) VALUES ($1, $2, $3::date, "
    "$4::date)"
    " ON CONFLICT (code) DO UPDATE SET sequence = excluded.sequence, valid_from = "
    "excluded.valid_from,"
    " valid_to = excluded.valid_to WHERE agencies.sequence < excluded.sequence"};
inline constexpr db::Statement kUpsertRuleSet = {
    "upsert_rule_set",
    "INSERT INTO rule_sets (id, sequence, document) VALUES ($1, $2, $3)"
    " ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, document = excluded.document"
    " WHERE rule_sets.sequence < excluded.sequence"};

// Re-dating: open dossiers dated by an older calendar than the one in force.
inline constexpr db::Statement kOlderCalendars = {
    "older_calendars",
    "SELECT version FROM calendars WHERE ordinal < (SELECT max(ordinal) FROM calendars) ORDER BY "
    "ordinal"};
inline constexpr db::Statement kFindToRedate = {"find_to_redate",
                                                "SELECT id FROM dossiers WHERE ended_at IS NULL "
                                                "AND finished_at IS NULL AND calendar_version = $1"
                                                " ORDER BY id LIMIT $2"};

}  // namespace motcua::processing::sql

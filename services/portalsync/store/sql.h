#pragma once

#include "motcua/db/statement.h"

// All statements of portalsync except those made from the description of a table (db::Table).

namespace motcua::portalsync::sql {

// Takes an event, in one round trip with the cursor. The first statement locks the dossier, so
// that the two sources number its events one after the other.
inline constexpr db::Statement kUpsertDossier{"upsert_dossier", R"sql(
  INSERT INTO dossiers AS d (dossier_id, code, lookup_key, shard, intake_sequence)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (dossier_id) DO UPDATE SET intake_sequence = greatest(d.intake_sequence, $5)
)sql"};
inline constexpr db::Statement kRaiseIntakeSequence{"raise_intake_sequence", R"sql(
  UPDATE dossiers SET intake_sequence = greatest(intake_sequence, $2) WHERE dossier_id = $1
)sql"};
// Assigns the next positions to events that may have one: those of intake, and those of processing
// whose intake part has arrived (design 3: a consumer holds back an event whose intake part is
// missing).
inline constexpr db::Statement kPlaceEvents{"place_events", R"sql(
  UPDATE events e SET position = u.base + u.n
  FROM (
    SELECT x.event_id, d.last_position AS base,
      row_number() OVER (ORDER BY x.source <> 'intake', x.epoch, x.sequence) AS n
    FROM events x JOIN dossiers d USING (dossier_id)
    WHERE x.dossier_id = $1 AND x.position IS NULL
      AND (x.source = 'intake' OR x.builds_on <= d.intake_sequence)) u
  WHERE e.event_id = u.event_id
)sql"};
inline constexpr db::Statement kWakeDossier{"wake_dossier", R"sql(
  UPDATE dossiers d SET last_position = p.last,
    next_attempt_at = CASE WHEN d.refused OR p.last = d.acknowledged_position THEN NULL
      ELSE coalesce(d.next_attempt_at, $2) END
  FROM (SELECT coalesce(max(position), 0) AS last FROM events WHERE dossier_id = $1) p
  WHERE d.dossier_id = $1
)sql"};

// Sending.
inline constexpr db::Statement kMarkDossierSent{
    "mark_dossier_sent", "UPDATE events SET status = 1 WHERE event_id = $1 AND status <> 2"};
inline constexpr db::Statement kAcknowledgeEvent{"acknowledge_event", R"sql(
  UPDATE events SET status = 2, attempts = attempts + 1, acknowledged_at = $2, portal_message = $3
  WHERE event_id = $1 AND status <> 2
)sql"};
// Only from the previous position, so that an acknowledgement is not counted twice.
inline constexpr db::Statement kAdvanceDossier{"advance_dossier", R"sql(
  UPDATE dossiers SET acknowledged_position = $2,
    next_attempt_at = CASE WHEN refused OR last_position = $2 THEN NULL ELSE $3::timestamptz END
  WHERE dossier_id = $1 AND acknowledged_position = $2 - 1
)sql"};
inline constexpr db::Statement kRefuseEvent{"refuse_event", R"sql(
  UPDATE events SET status = 3, attempts = attempts + 1, portal_message = $2
  WHERE event_id = $1 AND status <> 2
)sql"};
inline constexpr db::Statement kRefuseDossier{
    "refuse_dossier",
    "UPDATE dossiers SET refused = true, next_attempt_at = NULL WHERE dossier_id = $1"};
inline constexpr db::Statement kPutOffEvent{"put_off_event", R"sql(
  UPDATE events SET attempts = attempts + 1, portal_message = $2
  WHERE event_id = $1 AND status <> 2
)sql"};
inline constexpr db::Statement kPutOffDossier{
    "put_off_dossier",
    "UPDATE dossiers SET next_attempt_at = $2 WHERE dossier_id = $1 AND NOT refused"};
inline constexpr db::Statement kRewindEvents{"rewind_events", R"sql(
  UPDATE events SET status = 0, acknowledged_at = NULL, portal_message = $3
  WHERE dossier_id = $1 AND position > $2 AND status = 2
)sql"};
inline constexpr db::Statement kRewindDossier{"rewind_dossier", R"sql(
  UPDATE dossiers SET acknowledged_position = $2
  WHERE dossier_id = $1 AND acknowledged_position > $2
)sql"};
inline constexpr db::Statement kSetPortalState{"set_portal_state", R"sql(
  INSERT INTO portal_state (answers, changed_at) VALUES ($1, $2)
  ON CONFLICT (only_row) DO UPDATE SET answers = $1, changed_at = $2
)sql"};

// Reading for operators.
inline constexpr db::Statement kReadTotals{"read_totals", R"sql(
  SELECT count(*) AS dossiers, coalesce(sum(acknowledged_position), 0)::bigint AS acknowledged,
    coalesce(sum(last_position - acknowledged_position), 0)::bigint AS waiting,
    count(*) FILTER (WHERE refused) AS refused
  FROM dossiers
)sql"};
// Waiting for the portal, and for the other owner's event.
inline constexpr db::Statement kReadWaiting{"read_waiting", R"sql(
  SELECT min(occurred_at) AS oldest_at, count(*) FILTER (WHERE position IS NULL) AS unplaced
  FROM events WHERE status <> 2
)sql"};
inline constexpr db::Statement kReadPortalState{"read_portal_state",
                                                "SELECT answers FROM portal_state"};
inline constexpr db::Statement kFindDossier{"find_dossier", R"sql(
  SELECT dossier_id, code FROM dossiers
  WHERE dossier_id = ANY ($1::uuid[]) OR lookup_key = ANY ($2::text[])
)sql"};
inline constexpr db::Statement kLockDossier{"lock_dossier", R"sql(
  SELECT dossier_id, refused FROM dossiers
  WHERE dossier_id = ANY ($1::uuid[]) OR lookup_key = ANY ($2::text[]) FOR UPDATE
)sql"};
// Waiting events without a position come last.
inline constexpr db::Statement kReadEvents{"read_events", R"sql(
  SELECT e.dossier_id, e.event_id, e.state, e.occurred_at, e.status, e.attempts,
    e.acknowledged_at, e.portal_message,
    CASE WHEN e.position = d.acknowledged_position + 1 THEN d.next_attempt_at END
      AS next_attempt_at
  FROM events e JOIN dossiers d USING (dossier_id) WHERE e.dossier_id = ANY($1::uuid[])
  ORDER BY e.dossier_id, e.position NULLS LAST, e.sequence
)sql"};
inline constexpr db::Statement kListRefused{"list_refused", R"sql(
  SELECT dossier_id, code FROM dossiers WHERE refused AND dossier_id > $1::uuid
  ORDER BY dossier_id LIMIT $2
)sql"};
inline constexpr db::Statement kRetryEvent{
    "retry_event", "UPDATE events SET status = 0 WHERE dossier_id = $1 AND status = 3"};
inline constexpr db::Statement kRetryDossier{
    "retry_dossier",
    "UPDATE dossiers SET refused = false, next_attempt_at = $2 WHERE dossier_id = $1"};
inline constexpr db::Statement kListTrue{"list_true", R"sql(
  SELECT d.dossier_id, d.code, e.state, d.last_position,
    d.acknowledged_position < d.last_position OR EXISTS (
      SELECT FROM events w WHERE w.dossier_id = d.dossier_id AND w.position IS NULL) AS waiting
  FROM dossiers d
  LEFT JOIN events e ON e.dossier_id = d.dossier_id AND e.position = d.last_position
  WHERE d.dossier_id > $1::uuid ORDER BY d.dossier_id LIMIT $2
)sql"};

}  // namespace motcua::portalsync::sql

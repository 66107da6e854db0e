#pragma once

#include "motcua/db/statement.h"

// All statements of notification except those made from the description of a table (db::Table),
// which stand beside it.

namespace motcua::notification::sql {

// ---- templates

// One load after the other; readers do not wait.
inline constexpr db::Statement kLockTemplates = {
    "lock_templates", "LOCK TABLE templates IN SHARE ROW EXCLUSIVE MODE"};
inline constexpr db::Statement kReadVersions = {"read_versions", R"sql(
  SELECT t.document FROM unnest($1::text[], $2::integer[]) AS loaded (id, version)
  JOIN templates t USING (id, version)
)sql"};
inline constexpr db::Statement kReadTemplatesOf = {
    "read_templates_of", "SELECT document FROM templates WHERE moment = $1"};
inline constexpr db::Statement kReadTemplates = {
    "read_templates", "SELECT document FROM templates ORDER BY moment, id, version"};

// ---- dossiers

// Values of intake apply until there is an event of processing.
inline constexpr db::Statement kUpsertFromIntake = {"upsert_from_intake", R"sql(
  INSERT INTO dossiers (dossier_id, state, intake_sequence, processing_sequence)
  VALUES ($1, $2, $3, 0)
  ON CONFLICT (dossier_id) DO UPDATE SET
    state = CASE WHEN dossiers.processing_sequence = 0 THEN excluded.state
                 ELSE dossiers.state END,
    intake_sequence = excluded.intake_sequence
)sql"};
inline constexpr db::Statement kUpsertFromProcessing = {"upsert_from_processing", R"sql(
  INSERT INTO dossiers (dossier_id, state, intake_sequence, processing_sequence)
  VALUES ($1, $2, 0, $3)
  ON CONFLICT (dossier_id) DO UPDATE SET state = excluded.state,
    processing_sequence = excluded.processing_sequence
)sql"};

// ---- messages

inline constexpr db::Statement kClaim = {"claim", R"sql(
  UPDATE messages SET state = 2, attempts = attempts + 1, gateway = $2, phone_hash = $3,
    phone_masked = $4, claim_until = clock_timestamp() + $5 * interval '1 millisecond',
    first_tried_at = coalesce(first_tried_at, clock_timestamp()),
    state_since = clock_timestamp()
  WHERE id = $1
)sql"};
inline constexpr db::Statement kHold = {
    "hold", "UPDATE messages SET not_before = $2, held = true WHERE id = $1"};
inline constexpr db::Statement kDefer = {"defer", R"sql(
  UPDATE messages SET retry_at = clock_timestamp() + $2 * interval '1 second'
  WHERE id = $1 AND state = 1
)sql"};
// Every change of state of a message that was claimed or waits; $5 is true for a final state.
inline constexpr db::Statement kMove = {"move_message", R"sql(
  UPDATE messages SET state = $2::smallint, reason = $3, state_since = clock_timestamp(),
    claim_until = NULL,
    handed_off_at = CASE WHEN $2::smallint IN (3, 4) THEN coalesce(handed_off_at, $4::timestamptz)
                         WHEN $2::smallint = 1 THEN NULL
                         ELSE handed_off_at END,
    ended_at = CASE WHEN $5 THEN $4::timestamptz
                    WHEN $2::smallint = 1 THEN NULL
                    ELSE ended_at END,
    retry_at = CASE WHEN $2::smallint = 1 THEN clock_timestamp() + $6 * interval '1 second'
                    ELSE retry_at END,
    told = told + $7,
    first_tried_at = CASE WHEN $8 THEN NULL ELSE first_tried_at END
  WHERE id = $1
)sql"};
inline constexpr db::Statement kReceived = {"received", R"sql(
  SELECT message_id FROM receipts WHERE message_id = ANY ($1::uuid[]) AND type = $2
)sql"};
inline constexpr db::Statement kLostClaims = {"lost_claims", R"sql(
  SELECT id FROM messages WHERE shard = $1 AND state = 2 AND claim_until < clock_timestamp()
    AND id <> ALL ($2::uuid[])
  LIMIT $3
)sql"};
inline constexpr db::Statement kWithoutReceipt = {"without_receipt", R"sql(
  SELECT id FROM messages WHERE shard = $1 AND state = 3
    AND state_since < clock_timestamp() - $2 * interval '1 second'
    AND id <> ALL ($3::uuid[])
  LIMIT $4
)sql"};
inline constexpr db::Statement kInsertReceipt = {"insert_receipt", R"sql(
  INSERT INTO receipts (message_id, type, received_at) VALUES ($1, $2, $3)
  ON CONFLICT DO NOTHING
)sql"};

// ---- inbound

inline constexpr db::Statement kOptOut = {"opt_out", R"sql(
  INSERT INTO opt_outs (phone_hash, inbound_id, since) VALUES ($1, $2, $3)
  ON CONFLICT (phone_hash) DO NOTHING
)sql"};
inline constexpr db::Statement kOptIn = {"opt_in", "DELETE FROM opt_outs WHERE phone_hash = $1"};
inline constexpr db::Statement kNextInbound = {"next_inbound", R"sql(
  SELECT id, phone, phone_hash, receiver, text, kind, attempts FROM inbound
  WHERE result = '' AND retry_at <= clock_timestamp() AND id <> ALL ($2::uuid[])
  ORDER BY retry_at, id LIMIT $1
)sql"};
// There are few answered messages, regardless of how many a sender sends.
inline constexpr db::Statement kSenderHistory = {"sender_history", R"sql(
  SELECT a.last_minute, a.last_day, a.unknown,
    EXISTS (SELECT FROM inbound o
      WHERE o.phone_hash = i.phone_hash AND o.text_hash = i.text_hash
        AND o.stored_at < i.stored_at
        AND o.stored_at > i.stored_at - interval '60 seconds') AS repeated
  FROM inbound i CROSS JOIN LATERAL (
    SELECT count(*) AS last_day,
      count(*) FILTER (WHERE o.answered_at > clock_timestamp() - interval '1 minute')
        AS last_minute,
      count(*) FILTER (WHERE o.kind = 0) AS unknown
    FROM inbound o
    WHERE o.phone_hash = i.phone_hash AND o.answered_at > clock_timestamp() - interval '1 day'
  ) a
  WHERE i.id = $1
)sql"};
inline constexpr db::Statement kFindInvitation = {"find_invitation", R"sql(
  SELECT code FROM messages WHERE phone_hash = $1 AND moment = 5 AND state IN (2, 3, 4, 6)
    AND created_at >= $2
  ORDER BY id DESC LIMIT 1
)sql"};
inline constexpr db::Statement kRepliesToday = {"replies_today", R"sql(
  SELECT count(*) AS replies FROM inbound
  WHERE answered_at >= date_trunc('day', clock_timestamp(), 'Asia/Ho_Chi_Minh')
)sql"};
inline constexpr db::Statement kFinishInbound = {"finish_inbound", R"sql(
  UPDATE inbound SET result = $2, code = $3, done_at = $4,
    answered_at = CASE WHEN $5 THEN clock_timestamp() END, attempts = attempts + 1
  WHERE id = $1 AND result = ''
)sql"};
inline constexpr db::Statement kFinishLimited = {"finish_limited", R"sql(
  UPDATE inbound SET result = $2, done_at = $3, attempts = attempts + 1
  WHERE id = ANY ($1::uuid[]) AND result = ''
)sql"};
inline constexpr db::Statement kDeferInbound = {"defer_inbound", R"sql(
  UPDATE inbound SET attempts = attempts + 1,
    retry_at = clock_timestamp() + $2 * interval '1 second'
  WHERE id = $1 AND result = ''
)sql"};
inline constexpr db::Statement kFindReplyContact = {
    "find_reply_contact",
    "SELECT coalesce(phone, '') AS phone, receiver FROM inbound WHERE id = $1"};
// Number and text are removed once the reply was sent or given up.
inline constexpr db::Statement kPurgeInbound = {"purge_inbound", R"sql(
  UPDATE inbound SET phone = NULL, text = NULL WHERE id IN (
    SELECT i.id FROM inbound i LEFT JOIN messages m ON m.inbound_id = i.id
    WHERE i.phone IS NOT NULL AND i.result <> ''
      AND i.stored_at < clock_timestamp() - interval '1 hour'
      AND (m.id IS NULL OR m.state NOT IN (1, 2))
    LIMIT $1)
)sql"};

// ---- what operators read

inline constexpr db::Statement kListInbound = {"list_inbound", R"sql(
  SELECT id, phone_masked, received_at, kind, result, code FROM inbound
  WHERE ($1 = '' OR id < nullif($1, '')::uuid) ORDER BY id DESC LIMIT $2
)sql"};
inline constexpr db::Statement kCountMessages = {"count_messages", R"sql(
  SELECT moment, gateway, state, count(*) AS messages, sum(parts) AS parts FROM messages
  WHERE created_at >= $1 AND created_at < $2 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
)sql"};
inline constexpr db::Statement kCountInbound = {"count_inbound", R"sql(
  SELECT count(*) AS received, count(*) FILTER (WHERE answered_at IS NOT NULL) AS answered
  FROM inbound WHERE received_at >= $1 AND received_at < $2
)sql"};
inline constexpr db::Statement kGauges = {"gauges", R"sql(
  SELECT (SELECT count(*) FROM messages WHERE state = 1) AS waiting,
    (SELECT count(*) FROM messages WHERE state = 6
      AND state_since < clock_timestamp() - $1 * interval '1 second') AS unknown,
    (SELECT count(*) FROM inbound WHERE result = '') AS inbound_waiting
)sql"};

}  // namespace motcua::notification::sql

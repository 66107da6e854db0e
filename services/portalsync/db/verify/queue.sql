SELECT dossier_id, code, shard, acknowledged_position, refused, next_attempt_at FROM dossiers WHERE false;
SELECT event_id, dossier_id, position, status, acknowledged_at, portal_message FROM events WHERE false;
SELECT answers, changed_at FROM portal_state WHERE false;

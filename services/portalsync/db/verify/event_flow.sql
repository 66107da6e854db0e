SELECT province, epoch, simulation FROM installation WHERE false;
SELECT event_id, stream, key, sequence FROM event_history WHERE false;
SELECT id, shard, event_id FROM outbox_events WHERE false;
SELECT consumer, key, source, epoch, sequence FROM event_cursors WHERE false;
SELECT caller, method, key FROM idempotency_keys WHERE false;
SELECT id FROM audit_log WHERE false;

-- What one TransferTask of processing reads and writes, for pgbench, in the same two round trips. :n is a dossier of
-- the floor database, :document, :payload and :response are the bytes of a real dossier, event and answer.
-- services/processing/store/dossier_rows.cc, libs/command and libs/outbox write these rows, many at once.
\set n random(1, :dossiers)
\set key random(1, 9000000000000000000)
\startpipeline
BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT request_hash, response FROM idempotency_keys WHERE caller = 'bench' AND method = 'TransferTask' AND key = (:key)::text;
SELECT id, lookup_key, time_limit, calendar_version, running, document FROM dossiers WHERE id = floor_id(:n) FOR UPDATE;
\endpipeline
\startpipeline
UPDATE dossiers SET calendar_version = calendar_version, running = running, document = decode(:document, 'hex') WHERE id = floor_id(:n);
INSERT INTO audit_log (caller, method, actor_kind, actor_id, actor_agency, subject, revision_before, revision_after, reason, legal_ground, event_id, traceparent) VALUES ('bench', 'TransferTask', 2, 'cb-01', :agency, floor_id(:n)::text, 1, 2, '', '', new_event_id(:key), :traceparent);
INSERT INTO event_history (event_id, stream, key, sequence, epoch, builds_on, type, occurred_at, traceparent, payload) VALUES (new_event_id(:key), 'dossier', floor_id(:n)::text, :key, 1, 1, :type, clock_timestamp(), :traceparent, decode(:payload, 'hex'));
INSERT INTO outbox_events (shard, event_id) VALUES (0, new_event_id(:key));
INSERT INTO idempotency_keys (caller, method, key, request_hash, response) VALUES ('bench', 'TransferTask', (:key)::text, :hash, decode(:response, 'hex'));
COMMIT;
\endpipeline

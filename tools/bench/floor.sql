-- What one TransferTask of processing reads and writes, by pgbench, in the same two round trips. :n names a dossier
-- of the floor database, :payload and :response are the bytes of a real event and a real answer.
-- services/processing/store/sql.h, libs/command and libs/outbox have the statements that this repeats.
\set n random(1, :dossiers)
\set key random(1, 9000000000000000000)
\startpipeline
BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT request_hash, response FROM idempotency_keys WHERE caller = 'bench' AND method = 'TransferTask' AND key = (:key)::text;
SELECT id, code, lookup_key, procedure_code, procedure_version, workflow_id, workflow_version, rule_set, channel, receiving_agency, handling_agency, received_at, time_limit, fee_after_vnd, intake_sequence, sequence, revision, last_occurred_at, state, due_at, paused, calendar_version, end_reason, ended_at, finished_at, handed_over_at, result_place, result_number, result_agency, fee_paid_vnd, extension_value, extension_unit, extensions FROM dossiers WHERE id = floor_id(:n) FOR UPDATE;
SELECT id, stage, step_id, step_name_vi, kind, agency, officer, state, opened_at, due_at, done_at, opened_by, acted, transferred_from, transferred_sequence, done_sequence FROM tasks WHERE dossier_id = floor_id(:n) ORDER BY ordinal;
SELECT id, task_id, agency, kind, opened_at, answer_due_at, sent_at, closed_at, wait_ended_at, array_to_string(items_vi, chr(31)), array_to_string(paper_ids, chr(31)), amount_vnd, payment_reference FROM requests WHERE dossier_id = floor_id(:n) ORDER BY ordinal;
SELECT from_at, to_at FROM stops WHERE dossier_id = floor_id(:n) ORDER BY ordinal;
\endpipeline
\startpipeline
UPDATE dossiers SET sequence = sequence + 1, revision = revision + 1, last_occurred_at = clock_timestamp(), state = state, due_at = due_at, paused = paused, calendar_version = calendar_version, end_reason = end_reason, ended_at = ended_at, finished_at = finished_at, handed_over_at = handed_over_at, result_place = result_place, result_number = result_number, result_agency = result_agency, fee_paid_vnd = fee_paid_vnd, extension_value = extension_value, extension_unit = extension_unit, extensions = extensions WHERE id = floor_id(:n);
INSERT INTO tasks (id, dossier_id, ordinal, stage, step_id, step_name_vi, kind, agency, officer, state, opened_at, opened_by, acted, transferred_from, transferred_sequence, done_sequence) VALUES (floor_id(:n), floor_id(:n), 1, 2, 'process', 'process', 2, 'agency', 'cb-01', 1, clock_timestamp(), '', true, '', 0, 0) ON CONFLICT (id) DO UPDATE SET agency = tasks.agency, officer = CASE tasks.officer WHEN 'cb-01' THEN 'cb-02' ELSE 'cb-01' END, state = tasks.state, done_at = tasks.done_at, acted = tasks.acted, transferred_from = tasks.transferred_from, transferred_sequence = tasks.transferred_sequence, done_sequence = tasks.done_sequence;
INSERT INTO audit_log (caller, method, actor_kind, actor_id, actor_agency, subject, revision_before, revision_after, reason, legal_ground, event_id, traceparent) VALUES ('bench', 'TransferTask', 2, 'cb-01', :agency, floor_id(:n)::text, 1, 2, '', '', new_event_id(:key), :traceparent);
INSERT INTO event_history (event_id, stream, key, sequence, epoch, builds_on, type, occurred_at, traceparent, payload) VALUES (new_event_id(:key), 'dossier', floor_id(:n)::text, :key, 1, 1, :type, clock_timestamp(), :traceparent, decode(:payload, 'hex'));
INSERT INTO outbox_events (shard, event_id) VALUES (0, new_event_id(:key));
INSERT INTO idempotency_keys (caller, method, key, request_hash, response) VALUES ('bench', 'TransferTask', (:key)::text, :hash, decode(:response, 'hex'));
COMMIT;
\endpipeline

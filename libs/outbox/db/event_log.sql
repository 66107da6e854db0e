-- The event log of a service: all its events (event_history, the source of truth, design rule 2), and those that wait
-- for the broker (outbox_events). The bytes are stored only in the history row.

CREATE TABLE event_history (
  event_id    uuid        PRIMARY KEY,
  stream      text        NOT NULL CHECK (stream <> ''),
  key         text        NOT NULL CHECK (key <> ''),
  sequence    bigint      NOT NULL CHECK (sequence >= 1),
  epoch       integer     NOT NULL CHECK (epoch >= 1),
  builds_on   bigint      NOT NULL CHECK (builds_on >= 0),
  type        text        NOT NULL CHECK (type <> ''),
  occurred_at timestamptz NOT NULL,
  traceparent text        NOT NULL,
  -- A larger one could not be sent (message.max.bytes is 256 KiB) and would block its shard; so the command that makes
  -- it fails.
  payload     bytea       NOT NULL CONSTRAINT event_history_payload_fits CHECK (octet_length(payload) <= 245760),
  -- Enforces the numbering: two writers of the same number cannot both commit (R1.2).
  CONSTRAINT event_history_numbering UNIQUE (stream, key, sequence)
);

-- For ReEmit by time. Rows are inserted in order of time, so block ranges are enough: the index of a billion rows has a
-- few megabytes and does not slow down writers.
CREATE INDEX event_history_occurred_at ON event_history USING brin (occurred_at)
  WITH (pages_per_range = 32, autosummarize = on);

-- Rows are only added, so with default settings vacuum would never visit the table, and then take very long (freezing).
ALTER TABLE event_history SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

CREATE FUNCTION refuse_event_history_change() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'event_history is append-only: % refused', TG_OP;
END
$$;

CREATE TRIGGER event_history_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON event_history
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_history_change();

-- No foreign key: both rows are written in one transaction by outbox::Append, history is never deleted, and the check
-- would take a row lock for every event.
CREATE TABLE outbox_events (
  id       bigint   GENERATED ALWAYS AS IDENTITY,
  shard    smallint NOT NULL CHECK (shard >= 0),
  event_id uuid     NOT NULL,
  PRIMARY KEY (shard, id)
);

-- Every row is deleted within milliseconds: vacuum by row count, not by fraction, and without pauses (R1.11).
ALTER TABLE outbox_events SET (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0,
  autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000);

COMMENT ON TABLE event_history IS 'Append-only: every event with its final id and bytes; the broker can be refilled from it';
COMMENT ON TABLE outbox_events IS 'Events not yet acknowledged by the broker; one publisher per shard reads and deletes them';

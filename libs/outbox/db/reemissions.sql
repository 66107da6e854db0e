-- Time ranges of the history that are re-emitted (outbox::ReEmitRange) in parts, and their progress. Rows of finished
-- ranges are kept: one row per requested range.
CREATE TABLE reemissions (
  stream           text        NOT NULL CHECK (stream <> ''),
  range_from       timestamptz NOT NULL,
  range_to         timestamptz NOT NULL,
  -- Everything up to here in the order (occurred_at, key, sequence) is in the outbox.
  reached_at       timestamptz NOT NULL,
  reached_key      text        NOT NULL,
  reached_sequence bigint      NOT NULL,
  events           bigint      NOT NULL,
  finished         boolean     NOT NULL,
  -- Idempotency key of the last call that continued it: the same call does not start again.
  asked_by         text        NOT NULL,
  -- Machine time before which nothing more is put into the outbox.
  next_at          timestamptz NOT NULL,
  PRIMARY KEY (stream, range_from, range_to),
  CHECK (range_from < range_to)
);

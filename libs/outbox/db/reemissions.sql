-- Time ranges of the history that go into the outbox again (outbox::ReEmitRange), each a part at a time, and how far
-- each has come. A finished one stays: a row for each range that was ever asked for.
CREATE TABLE reemissions (
  stream           text        NOT NULL CHECK (stream <> ''),
  range_from       timestamptz NOT NULL,
  range_to         timestamptz NOT NULL,
  -- Whatever stands up to here in the order (occurred_at, key, sequence) is in the outbox.
  reached_at       timestamptz NOT NULL,
  reached_key      text        NOT NULL,
  reached_sequence bigint      NOT NULL,
  events           bigint      NOT NULL,
  finished         boolean     NOT NULL,
  -- Idempotency key of the call that went on with it last: the same call again does not begin anew.
  asked_by         text        NOT NULL,
  -- By the machine's clock: nothing more goes into the outbox before it.
  next_at          timestamptz NOT NULL,
  PRIMARY KEY (stream, range_from, range_to),
  CHECK (range_from < range_to)
);

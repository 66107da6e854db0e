-- The tables of an inbox (design rules 4 and 5; R1.7-R1.10), in every consumer's database.

-- The position of each consumer in each key of a source. Not deleted as long as the key exists, because any part of the
-- history may be re-emitted at any time (R1.8). (0, 0) means that nothing is applied yet.
CREATE TABLE event_cursors (
  consumer text NOT NULL,
  key text NOT NULL,
  source text NOT NULL,
  epoch integer NOT NULL CHECK (epoch >= 0),
  sequence bigint NOT NULL CHECK (sequence >= 0),
  PRIMARY KEY (consumer, key, source)
);

-- Facts applied, for consumers without order.
CREATE TABLE inbox_events (
  consumer text NOT NULL,
  event_id text NOT NULL,
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (consumer, event_id)
);

-- Events that wait for a missing earlier one, or behind a dead letter. The epoch is part of the key, because a restored
-- owner reuses sequences (F26).
CREATE TABLE parked_events (
  consumer text NOT NULL,
  key text NOT NULL,
  epoch integer NOT NULL,
  sequence bigint NOT NULL,
  event_id text NOT NULL,
  stream text NOT NULL,
  type text NOT NULL,
  builds_on bigint NOT NULL,
  occurred_at timestamptz NOT NULL,
  traceparent text NOT NULL,
  payload bytea NOT NULL,
  parked_at timestamptz NOT NULL,
  PRIMARY KEY (consumer, key, epoch, sequence)
);

-- Events that can't be applied, unchanged. A row is deleted when its event is applied (redrive).
CREATE TABLE dead_letters (
  consumer text NOT NULL,
  -- Id of the event; topic/partition/offset for a message that could not be read.
  event_id text NOT NULL,
  topic text NOT NULL,
  -- -1 when the event did not come from Kafka.
  partition integer NOT NULL,
  message_offset bigint NOT NULL,
  key text NOT NULL,
  -- 0 when the message could not be read; only others block their key.
  epoch integer NOT NULL,
  sequence bigint NOT NULL,
  type text NOT NULL,
  reason text NOT NULL,
  message text NOT NULL,
  at timestamptz NOT NULL,
  -- The unchanged message; its headers are in dead_letter_headers.
  message_key bytea NOT NULL,
  payload bytea NOT NULL,
  -- Whether it was sent to the topic <topic>.dlq.<consumer>.
  published boolean NOT NULL DEFAULT false,
  PRIMARY KEY (consumer, event_id)
);
CREATE INDEX dead_letters_by_key ON dead_letters (consumer, key);
CREATE INDEX dead_letters_by_time ON dead_letters (at, event_id, consumer);
CREATE INDEX dead_letters_unpublished ON dead_letters (at) WHERE NOT published;

CREATE TABLE dead_letter_headers (
  consumer text NOT NULL,
  event_id text NOT NULL,
  position integer NOT NULL,
  name bytea NOT NULL,
  value bytea NOT NULL,
  PRIMARY KEY (consumer, event_id, position),
  FOREIGN KEY (consumer, event_id) REFERENCES dead_letters ON DELETE CASCADE
);

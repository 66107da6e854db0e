BEGIN;

-- Outgoing messages. No telephone number: the keyed hash and the last three digits of the one that was used.
-- Times of business: created_at, not_before, valid_until, handed_off_at, ended_at. Times of the machine (the database
-- server's clock, which all replicas share): retry_at, first_tried_at, claim_until, state_since.
CREATE TABLE messages (
  id               uuid        PRIMARY KEY,
  shard            smallint    NOT NULL,
  moment           smallint    NOT NULL,
  dossier_id       uuid,
  code             text        NOT NULL DEFAULT '',
  event_id         uuid,
  template_id      text        NOT NULL DEFAULT '',
  template_version integer     NOT NULL DEFAULT 0,
  -- A reply answers one inbound message, once (R3.12).
  inbound_id       uuid        UNIQUE,
  agency           text        NOT NULL DEFAULT '',
  text             text        NOT NULL,
  parts            smallint    NOT NULL,
  urgent           boolean     NOT NULL,
  obligatory       boolean     NOT NULL,
  held             boolean     NOT NULL,
  state            smallint    NOT NULL CHECK (state BETWEEN 1 AND 8),
  reason           text        NOT NULL DEFAULT '',
  phone_hash       bytea,
  phone_masked     text        NOT NULL DEFAULT '',
  gateway          text        NOT NULL DEFAULT '',
  attempts         integer     NOT NULL DEFAULT 0,
  -- Number of SmsEnded events so far.
  told             integer     NOT NULL DEFAULT 0,
  created_at       timestamptz NOT NULL,
  not_before       timestamptz NOT NULL,
  valid_until      timestamptz NOT NULL,
  handed_off_at    timestamptz,
  ended_at         timestamptz,
  retry_at         timestamptz,
  first_tried_at   timestamptz,
  claim_until      timestamptz,
  state_since      timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- One message per event and template, even if the event is delivered repeatedly (R3.1).
  CONSTRAINT messages_once UNIQUE (event_id, template_id),
  CONSTRAINT messages_of_one CHECK ((event_id IS NULL) <> (inbound_id IS NULL))
);
-- Waiting messages by agency, so that each agency's next one is found without reading those of others.
CREATE INDEX messages_waiting ON messages (shard, agency, urgent DESC, not_before, id) WHERE state = 1;
CREATE INDEX messages_claimed ON messages (shard, claim_until) WHERE state = 2;
CREATE INDEX messages_without_receipt ON messages (shard, state_since) WHERE state = 3;
CREATE INDEX messages_unknown ON messages (id) WHERE state = 6;
CREATE INDEX messages_dossier ON messages (dossier_id, id);
CREATE INDEX messages_code ON messages (code, id) WHERE code <> '';
CREATE INDEX messages_invitation ON messages (phone_hash, id) WHERE moment = 5;
CREATE INDEX messages_created ON messages USING brin (created_at) WITH (autosummarize = on);
-- A row is changed three times in its first minute.
ALTER TABLE messages SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

-- Receipts of the network, unchanged; each kind once.
CREATE TABLE receipts (
  message_id  uuid        NOT NULL,
  type        smallint    NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (message_id, type)
);

-- Inbound messages. The sender's number is kept until the answer is sent, the text until the purge.
CREATE TABLE inbound (
  id                 uuid        PRIMARY KEY,
  gateway            text        NOT NULL,
  -- The gateway's id, or a hash of sender, receiver, text and minute if it has none.
  gateway_message_id text        NOT NULL,
  phone              text,
  phone_hash         bytea       NOT NULL,
  phone_masked       text        NOT NULL,
  receiver           text        NOT NULL,
  text               text,
  text_hash          bytea       NOT NULL,
  kind               smallint    NOT NULL,
  -- '' waits; answered, limited, failed.
  result             text        NOT NULL DEFAULT '',
  code               text        NOT NULL DEFAULT '',
  attempts           integer     NOT NULL DEFAULT 0,
  received_at        timestamptz NOT NULL,                            -- business
  done_at            timestamptz,                                     -- business
  stored_at          timestamptz NOT NULL DEFAULT clock_timestamp(),  -- machine
  answered_at        timestamptz,                                     -- machine
  retry_at           timestamptz NOT NULL DEFAULT clock_timestamp(),  -- machine
  CONSTRAINT inbound_once UNIQUE (gateway, gateway_message_id)
);
CREATE INDEX inbound_waiting ON inbound (retry_at, id) WHERE result = '';
CREATE INDEX inbound_sender ON inbound (phone_hash, stored_at);
CREATE INDEX inbound_answered ON inbound (answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX inbound_to_purge ON inbound (stored_at) WHERE phone IS NOT NULL AND result <> '';
CREATE INDEX inbound_received ON inbound USING brin (received_at) WITH (autosummarize = on);

-- Numbers that get no notices, with the inbound message that asked for it as proof (R3.11).
CREATE TABLE opt_outs (
  phone_hash bytea       PRIMARY KEY,
  inbound_id uuid        NOT NULL,
  since      timestamptz NOT NULL
);

COMMIT;

BEGIN;

-- One row per dossier sent to the portal. No personal data in this database: the applicant's data for the portal is
-- requested from intake when a message is sent.
CREATE TABLE dossiers (
  dossier_id        uuid        PRIMARY KEY,
  code              text        NOT NULL CONSTRAINT dossiers_code UNIQUE,
  -- The code as people type it (domain 1.1).
  lookup_key        text        NOT NULL CONSTRAINT dossiers_lookup_key UNIQUE,
  shard             smallint    NOT NULL,
  -- Last event of intake with a position; an event of processing that builds on a later one waits without a position.
  intake_sequence   bigint      NOT NULL DEFAULT 0,
  -- Events have the positions 1..last_position; those up to acknowledged_position are acknowledged by the portal.
  last_position     integer     NOT NULL DEFAULT 0,
  acknowledged_position integer NOT NULL DEFAULT 0,
  -- The portal permanently refuses the next event; nothing is sent until an operator retries it.
  refused           boolean     NOT NULL DEFAULT false,
  -- Machine time (retries); empty when nothing is to be sent.
  next_attempt_at   timestamptz,
  CHECK (acknowledged_position BETWEEN 0 AND last_position)
) WITH (fillfactor = 80);

-- Only waiting dossiers are in these indexes.
CREATE INDEX dossiers_due ON dossiers (shard, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX dossiers_refused ON dossiers (dossier_id) WHERE refused;

-- Every event of a dossier: its content, and its status at the portal.
CREATE TABLE events (
  event_id         uuid        PRIMARY KEY,
  dossier_id       uuid        NOT NULL REFERENCES dossiers,
  -- 1..n in the order of sending; empty while an earlier event is missing.
  position         integer,
  source           text        NOT NULL,
  epoch            integer     NOT NULL,
  sequence         bigint      NOT NULL,
  builds_on        bigint      NOT NULL,
  -- Message name of the event, for example DossierForwarded.
  kind             text        NOT NULL,
  state            smallint    NOT NULL CHECK (state BETWEEN 1 AND 10),
  previous_state   smallint    NOT NULL,
  occurred_at      timestamptz NOT NULL,
  received_at      timestamptz,
  due_at           timestamptz,
  actor_kind       smallint    NOT NULL,
  -- Staff number; empty unless the actor is an officer.
  officer          text        NOT NULL,
  handling_agency  text        NOT NULL,
  current_agency   text        NOT NULL,
  step_vi          text        NOT NULL,
  -- 0 waiting, 1 dossier sent, 2 acknowledged, 3 refused.
  status           smallint    NOT NULL DEFAULT 0,
  -- Number of attempts; determines the back-off.
  attempts         integer     NOT NULL DEFAULT 0,
  -- Machine time.
  acknowledged_at  timestamptz,
  -- The portal's message of the last attempt, without personal data.
  portal_message   text        NOT NULL DEFAULT '',
  CONSTRAINT events_place UNIQUE (dossier_id, position),
  CHECK ((status = 2) = (acknowledged_at IS NOT NULL))
) WITH (fillfactor = 80);
CREATE INDEX events_unplaced ON events (dossier_id) WHERE position IS NULL;
CREATE INDEX events_waiting ON events (occurred_at) WHERE status <> 2;

-- Whether the portal answers, as last seen by the sending replicas. Machine time.
CREATE TABLE portal_state (
  only_row   boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  answers    boolean     NOT NULL,
  changed_at timestamptz NOT NULL
);

COMMIT;

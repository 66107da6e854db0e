BEGIN;

CREATE TABLE petitions (
  id                uuid        PRIMARY KEY,
  code              text        NOT NULL CONSTRAINT petitions_code UNIQUE,
  -- The code as people type it.
  lookup_key        text        NOT NULL CONSTRAINT petitions_lookup_key UNIQUE,
  secret_hash       text        NOT NULL,
  revision          bigint      NOT NULL,
  state             smallint    NOT NULL CHECK (state BETWEEN 1 AND 10),
  class             smallint    NOT NULL CHECK (class BETWEEN 0 AND 3),
  channel           smallint    NOT NULL CHECK (channel BETWEEN 1 AND 6),
  title             text        NOT NULL,
  content           text        NOT NULL,
  -- Personal data of the sender.
  sender_name       text        NOT NULL,
  sender_phone      text        NOT NULL,
  sender_email      text        NOT NULL,
  sender_address    text        NOT NULL,
  about_dossier     text        NOT NULL,
  about_agency      text        NOT NULL,
  handling_agency   text        NOT NULL,
  external_code     text        NOT NULL,
  restricted        boolean     NOT NULL,
  asked             boolean     NOT NULL,
  question          text        NOT NULL,
  answer            text        NOT NULL,
  public_text       text        NOT NULL,
  closing_note      text        NOT NULL,
  rules_version     text        NOT NULL REFERENCES petition_rules,
  rules_line        smallint    NOT NULL,
  sent_at           timestamptz NOT NULL,
  refuse_due_at     timestamptz,
  ask_due_at        timestamptz,
  transfer_due_at   timestamptz,
  answer_due_at     timestamptz NOT NULL,
  -- The local day of answer_due_at, for counting by period.
  answer_due_on     date        NOT NULL,
  publish_due_at    timestamptz,
  answered_at       timestamptz,
  published_at      timestamptz,
  -- The order of work lists; empty once no action is needed.
  step_due_at       timestamptz,
  last_occurred_at  timestamptz NOT NULL,
  CHECK ((step_due_at IS NULL) = (state IN (6, 8, 9, 10))),
  CHECK ((published_at IS NULL) = (state <> 8)),
  CHECK ((answered_at IS NOT NULL) = (state IN (6, 7, 8)))
) WITH (fillfactor = 85);

-- Only open petitions are in these, so they stay small regardless of the number of petitions.
CREATE INDEX petitions_waiting ON petitions (handling_agency, step_due_at, id) WHERE step_due_at IS NOT NULL;
CREATE INDEX petitions_waiting_by_state ON petitions (handling_agency, state, step_due_at, id)
  WHERE step_due_at IS NOT NULL;
CREATE INDEX petitions_published ON petitions (published_at, id) WHERE published_at IS NOT NULL;
CREATE INDEX petitions_published_about ON petitions (about_agency, published_at, id) WHERE published_at IS NOT NULL;
-- For CountPetitions: reads only the days of its period, without the wide rows.
CREATE INDEX petitions_answer_due ON petitions (answer_due_on)
  INCLUDE (handling_agency, class, state, answer_due_at, answered_at);

-- Append-only: one line per revision. A line may hold what a sender wrote.
CREATE TABLE petition_history (
  petition_id  uuid        NOT NULL REFERENCES petitions,
  revision     bigint      NOT NULL,
  at           timestamptz NOT NULL,
  state        smallint    NOT NULL,
  actor_kind   smallint    NOT NULL,
  actor_id     text        NOT NULL,
  actor_agency text        NOT NULL,
  from_agency  text        NOT NULL,
  to_agency    text        NOT NULL,
  note         text        NOT NULL,
  due_at       timestamptz,
  PRIMARY KEY (petition_id, revision)
);

-- The last serial of each day. Raised outside the petition's transaction, so that senders do not wait for each other; a
-- serial is never reused, and gaps are allowed.
CREATE TABLE code_serials (
  day  date   PRIMARY KEY,
  last bigint NOT NULL
) WITH (fillfactor = 20);

COMMIT;

-- Back to a dossier in columns; only while there is none.
BEGIN;

DO $$
BEGIN
  IF EXISTS (SELECT FROM dossiers) THEN
    RAISE EXCEPTION 'this database has dossiers, which the tables before cannot take over';
  END IF;
END
$$;

DROP TABLE deadline_ledger, open_tasks, dossiers;
CREATE TABLE dossiers (
  id                uuid        PRIMARY KEY,
  code              text        NOT NULL,
  lookup_key        text        NOT NULL,
  procedure_code    text        NOT NULL,
  procedure_version integer     NOT NULL,
  workflow_id       text        NOT NULL,
  workflow_version  integer     NOT NULL,
  rule_set          text        NOT NULL,
  channel           smallint    NOT NULL CHECK (channel BETWEEN 1 AND 3),
  receiving_agency  text        NOT NULL,
  handling_agency   text        NOT NULL,
  received_at       timestamptz NOT NULL,
  time_limit        bytea       NOT NULL,  -- motcua.type.v1.Limit
  fee_after_vnd     bigint      NOT NULL,
  intake_sequence   bigint      NOT NULL,

  sequence          bigint      NOT NULL,
  revision          bigint      NOT NULL,
  last_occurred_at  timestamptz NOT NULL,

  state             smallint    NOT NULL CHECK (state BETWEEN 2 AND 10),
  due_at            timestamptz,
  paused            boolean     NOT NULL,
  calendar_version  text        NOT NULL,

  end_reason        smallint    NOT NULL DEFAULT 0,
  ended_at          timestamptz,
  finished_at       timestamptz,
  handed_over_at    timestamptz,
  result_place      smallint    NOT NULL DEFAULT 0,
  result_number     text        NOT NULL DEFAULT '',
  result_agency     text        NOT NULL DEFAULT '',
  fee_paid_vnd      bigint      NOT NULL DEFAULT 0,
  extension_value   integer,
  extension_unit    smallint,
  extensions        integer     NOT NULL DEFAULT 0,

  CONSTRAINT dossiers_lookup_key UNIQUE (lookup_key)
);
-- What a new calendar version has to look at: open dossiers dated by an older one (design rule 12).
CREATE INDEX dossiers_to_redate ON dossiers (calendar_version, id)
  WHERE ended_at IS NULL AND finished_at IS NULL;

CREATE TABLE tasks (
  id                   uuid        PRIMARY KEY,
  dossier_id           uuid        NOT NULL REFERENCES dossiers (id),
  ordinal              integer     NOT NULL,
  stage                integer     NOT NULL,
  step_id              text        NOT NULL,
  step_name_vi         text        NOT NULL,
  kind                 smallint    NOT NULL,
  agency               text        NOT NULL,
  officer              text        NOT NULL,
  state                smallint    NOT NULL,
  opened_at            timestamptz NOT NULL,
  due_at               timestamptz,
  done_at              timestamptz,
  opened_by            text        NOT NULL,
  acted                boolean     NOT NULL,
  transferred_from     text        NOT NULL,
  transferred_sequence bigint      NOT NULL,
  done_sequence        bigint      NOT NULL,
  UNIQUE (dossier_id, ordinal)
);
-- The work queue of an agency, earliest due first; only what is open.
CREATE INDEX tasks_queue ON tasks (agency, (coalesce(due_at, 'infinity'::timestamptz)), id) WHERE state = 1;

CREATE TABLE requests (
  id                uuid        PRIMARY KEY,
  dossier_id        uuid        NOT NULL REFERENCES dossiers (id),
  ordinal           integer     NOT NULL,
  task_id           uuid        NOT NULL,
  agency            text        NOT NULL,
  kind              smallint    NOT NULL,
  opened_at         timestamptz NOT NULL,
  answer_due_at     timestamptz,
  sent_at           timestamptz,
  closed_at         timestamptz,
  wait_ended_at     timestamptz,
  items_vi          text[]      NOT NULL,
  paper_ids         text[]      NOT NULL,
  amount_vnd        bigint      NOT NULL,
  payment_reference text        NOT NULL,
  UNIQUE (dossier_id, ordinal)
);

CREATE TABLE stops (
  dossier_id uuid        NOT NULL REFERENCES dossiers (id),
  ordinal    integer     NOT NULL,
  from_at    timestamptz NOT NULL,
  to_at      timestamptz,
  PRIMARY KEY (dossier_id, ordinal)
);

-- Every change of a due date with its cause (design rule 8). Append-only.
CREATE TABLE deadline_ledger (
  dossier_id       uuid        NOT NULL REFERENCES dossiers (id),
  sequence         bigint      NOT NULL,  -- of the event that changed it; 0: acceptance
  changed_at       timestamptz NOT NULL,
  cause            text        NOT NULL,
  due_before       timestamptz,
  due_after        timestamptz,
  calendar_version text        NOT NULL,
  legal_ground     text        NOT NULL,
  PRIMARY KEY (dossier_id, sequence)
);

COMMIT;

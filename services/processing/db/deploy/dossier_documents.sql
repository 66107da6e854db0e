-- A dossier is read and written as a whole by each command, so it is one row with a document; what is asked for across
-- dossiers stays in columns and rows (docs/adr/0017). No program of a province ran before this change, so there is
-- nothing to take over.
BEGIN;

DO $$
BEGIN
  IF EXISTS (SELECT FROM dossiers) THEN
    RAISE EXCEPTION 'this database has dossiers of a version before the first release; begin with empty databases (tools/run --reset)';
  END IF;
END
$$;

DROP TABLE stops, requests, tasks, deadline_ledger, dossiers;

CREATE TABLE dossiers (
  id               uuid    PRIMARY KEY,
  lookup_key       text    NOT NULL,
  time_limit       bytea   NOT NULL,  -- motcua.type.v1.Limit
  calendar_version text    NOT NULL,  -- that its due date was computed with
  running          boolean NOT NULL,  -- neither finished nor ended
  document         bytea   NOT NULL,  -- motcua.processing.storage.v1.Dossier

  CONSTRAINT dossiers_lookup_key UNIQUE (lookup_key)
);
-- What a new calendar version has to look at: running dossiers dated by an older one (design rule 12).
CREATE INDEX dossiers_to_redate ON dossiers (calendar_version, id) WHERE running;

-- The work queues: one row for each open task. No foreign keys here: one program writes both, in one transaction, and
-- checking them costs a tenth of a command.
CREATE TABLE open_tasks (
  id         uuid        PRIMARY KEY,
  dossier_id uuid        NOT NULL,
  agency     text        NOT NULL,
  due_at     timestamptz NOT NULL  -- infinity: none
);
-- An agency's queue, earliest due first.
CREATE INDEX open_tasks_queue ON open_tasks (agency, due_at, id);

-- Every change of a due date with its cause (design rule 8). Append-only.
CREATE TABLE deadline_ledger (
  dossier_id       uuid        NOT NULL,
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

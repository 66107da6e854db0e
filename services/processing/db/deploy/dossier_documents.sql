-- Each command reads and writes a whole dossier, so it is one row with a document; data for queries over several
-- dossiers is in columns and rows (docs/adr/0017). No province ran the program before this change, so there is no data
-- to migrate.
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
-- Dossiers to check after a new calendar version: running ones dated by an older version (design rule 12).
CREATE INDEX dossiers_to_redate ON dossiers (calendar_version, id) WHERE running;

-- The work queues: one row for each open task. No foreign keys here: one program writes both in one transaction, and
-- checking them would take a tenth of a command's time.
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

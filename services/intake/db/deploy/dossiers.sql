BEGIN;

CREATE TABLE dossiers (
  id                  uuid        PRIMARY KEY,
  code                text        NOT NULL CONSTRAINT dossiers_code UNIQUE,
  -- The code as people type it (domain 1.1).
  lookup_key          text        NOT NULL CONSTRAINT dossiers_lookup_key UNIQUE,
  secret_hash         text        NOT NULL,
  revision            bigint      NOT NULL,
  sequence            bigint      NOT NULL,
  state               smallint    NOT NULL,
  end_reason          smallint    NOT NULL,
  channel             smallint    NOT NULL,
  procedure_code      text        NOT NULL,
  procedure_version   integer     NOT NULL,
  rule_set            text        NOT NULL,
  receiving_agency    text        NOT NULL,
  handling_agency     text        NOT NULL,
  content             bytea       NOT NULL,  -- motcua.intake.v1.DossierContent; personal data
  filed_at            timestamptz NOT NULL,
  alert_shard         smallint    NOT NULL,
  next_alert_at       timestamptz,
  acceptance_due_at   timestamptz,
  received_at         timestamptz,
  due_at              timestamptz,
  request_due_at      timestamptz,
  -- The order of a counter's work list; empty if the dossier is not waiting.
  deadline_at         timestamptz,
  fee_vnd             bigint      NOT NULL CHECK (fee_vnd >= 0),
  fee_paid            boolean     NOT NULL,
  supplement_requests smallint    NOT NULL,
  -- True once processing owns it.
  accepted            boolean     NOT NULL,
  last_occurred_at    timestamptz NOT NULL,
  CHECK (accepted = (state = 2)),
  CHECK (state IN (1, 2, 3, 5, 6, 7))
) WITH (fillfactor = 85);

-- Only waiting dossiers are in these indexes, so they stay small regardless of the number of dossiers.
CREATE INDEX dossiers_waiting ON dossiers (receiving_agency, deadline_at, id) WHERE deadline_at IS NOT NULL;
CREATE INDEX dossiers_waiting_by_state ON dossiers (receiving_agency, state, deadline_at, id)
  WHERE deadline_at IS NOT NULL;
CREATE INDEX dossiers_next_alert ON dossiers (alert_shard, next_alert_at) WHERE next_alert_at IS NOT NULL;

-- The look-up secret in clear, for the receiving agency to print the receipt again. A separate table used only for
-- this: secrets are checked with dossiers.secret_hash.
CREATE TABLE lookup_secrets (
  dossier_id uuid PRIMARY KEY REFERENCES dossiers,
  secret     text NOT NULL
);

-- The receipt as it was printed at acceptance, without the secret.
CREATE TABLE receipts (
  dossier_id uuid  PRIMARY KEY REFERENCES dossiers,
  document   bytea NOT NULL  -- motcua.intake.v1.Receipt
);

CREATE TABLE papers (
  id          uuid        PRIMARY KEY,
  file_name   text        NOT NULL,
  media_type  text        NOT NULL,
  sha256      text        NOT NULL,
  content     bytea       NOT NULL CHECK (octet_length(content) BETWEEN 1 AND 524288),
  -- Machine time: the upload is not a business fact, but the command that refers to it is.
  uploaded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- Scans are compressed already.
ALTER TABLE papers ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE dossier_papers (
  dossier_id uuid NOT NULL REFERENCES dossiers,
  paper_id   uuid NOT NULL REFERENCES papers,
  PRIMARY KEY (dossier_id, paper_id)
);

-- The last serial of each (agency, day). Raised outside the filing's transaction, so that filings of one agency do not
-- wait for each other; a serial is never reused, and gaps are allowed (domain 1.1).
CREATE TABLE code_serials (
  agency text   NOT NULL,
  day    date   NOT NULL,
  last   bigint NOT NULL,
  PRIMARY KEY (agency, day)
) WITH (fillfactor = 20);

COMMIT;

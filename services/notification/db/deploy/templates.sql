BEGIN;

CREATE TABLE templates (
  id         text     NOT NULL,
  version    integer  NOT NULL,
  moment     smallint NOT NULL,
  valid_from date     NOT NULL,
  document   bytea    NOT NULL,  -- motcua.notification.v1.Template
  PRIMARY KEY (id, version)
);
CREATE INDEX templates_moment ON templates (moment);

-- The state of a dossier by the events processed so far, so that outdated notices are not sent. After acceptance the
-- state from processing applies (design section 3).
CREATE TABLE dossiers (
  dossier_id          uuid     PRIMARY KEY,
  state               smallint NOT NULL,
  intake_sequence     bigint   NOT NULL,
  processing_sequence bigint   NOT NULL
);

COMMIT;

BEGIN;

-- Increased by every change of the tables below, in the same transaction. A replica reads it with each command and
-- reloads its snapshot when it has changed, so that no replica decides by outdated rules.
CREATE TABLE rules_state (
  only_row         boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version          bigint  NOT NULL,
  province_name_vi text    NOT NULL
);
INSERT INTO rules_state (version, province_name_vi) VALUES (1, '');

-- The catalogue. `sequence` counts the events of the entry on the compacted topic.
CREATE TABLE agencies (
  code     text   PRIMARY KEY,
  sequence bigint NOT NULL,
  document bytea  NOT NULL  -- motcua.catalogue.v1.Agency
);
CREATE TABLE rule_sets (
  id       text   PRIMARY KEY,
  sequence bigint NOT NULL,
  document bytea  NOT NULL  -- motcua.catalogue.v1.RuleSet
);
CREATE TABLE procedures (
  code     text    NOT NULL,
  version  integer NOT NULL CHECK (version >= 1),
  sequence bigint  NOT NULL,
  document bytea   NOT NULL,  -- motcua.catalogue.v1.Procedure
  PRIMARY KEY (code, version)
);

-- Projections of processing's facts.
CREATE TABLE approved_workflows (
  id      text    NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (id, version)
);
\ir ../../../../libs/catalogue/db/calendars.sql

COMMIT;

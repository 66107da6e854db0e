BEGIN;

CREATE TABLE workflows (
  id             text    NOT NULL,
  version        integer NOT NULL,
  procedure_code text    NOT NULL,
  document       bytea   NOT NULL,  -- motcua.workflow.v1.Workflow
  PRIMARY KEY (id, version)
);

CREATE TABLE calendars (
  version  text   PRIMARY KEY,
  ordinal  bigint GENERATED ALWAYS AS IDENTITY UNIQUE,  -- the greatest is in force
  document text   NOT NULL                              -- the JSON document, libs/calendar
);

-- Projections of intake's catalogue; the newest sequence wins.
CREATE TABLE agencies (
  code       text   PRIMARY KEY,
  sequence   bigint NOT NULL,
  valid_from date,
  valid_to   date
);
CREATE TABLE rule_sets (
  id       text   PRIMARY KEY,
  sequence bigint NOT NULL,
  document bytea  NOT NULL  -- motcua.catalogue.v1.RuleSet
);

COMMIT;

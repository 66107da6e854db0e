BEGIN;

-- Projections of intake's catalogue; the newest sequence wins.
CREATE TABLE agencies (
  code     text   PRIMARY KEY,
  sequence bigint NOT NULL,
  name_vi  text   NOT NULL
);
CREATE TABLE procedures (
  code       text    NOT NULL,
  version    integer NOT NULL,
  sequence   bigint  NOT NULL,
  name_vi    text    NOT NULL,
  field_code text    NOT NULL,
  field_vi   text    NOT NULL,
  valid_from date,
  valid_to   date,
  -- Published with all required information (target T1; see README).
  complete   boolean NOT NULL,
  PRIMARY KEY (code, version)
);

-- The province's targets; a load replaces all of them.
CREATE TABLE targets (
  id                     text    PRIMARY KEY,
  ordinal                integer NOT NULL,
  indicator              text    NOT NULL,
  at_least_basis_points  integer NOT NULL CHECK (at_least_basis_points BETWEEN 0 AND 10000),
  name_vi                text    NOT NULL,
  source                 text    NOT NULL
);

COMMIT;

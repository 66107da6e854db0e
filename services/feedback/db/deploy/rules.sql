BEGIN;

-- Increased by every change of the tables below, in the same transaction. A replica reads it with each command and
-- reloads its snapshot when it has changed.
CREATE TABLE rules_state (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version  bigint  NOT NULL
);
INSERT INTO rules_state (version) VALUES (1);

-- Versions of the limits, in the order of their loading. Never changed: petitions keep theirs.
CREATE TABLE petition_rules (
  ordinal  bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  version  text   PRIMARY KEY,
  document bytea  NOT NULL  -- motcua.feedback.v1.PetitionRules
);

-- Projections of others.
\ir ../../../../libs/catalogue/db/agencies.sql
\ir ../../../../libs/catalogue/db/calendars.sql

COMMIT;

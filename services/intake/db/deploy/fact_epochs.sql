-- Approved workflows are facts like the calendars (libs/catalogue). What is stored came with the one event that a
-- version has, in the first epoch. Defaults let the programs of the release before go on writing while they are replaced.
BEGIN;
ALTER TABLE approved_workflows
  ADD COLUMN epoch integer NOT NULL DEFAULT 1, ADD COLUMN sequence bigint NOT NULL DEFAULT 1;
COMMIT;

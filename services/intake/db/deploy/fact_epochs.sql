-- Approved workflows are facts like the calendars (libs/catalogue). What is stored came with the one event that a
-- version has, in the first epoch.
BEGIN;
ALTER TABLE approved_workflows
  ADD COLUMN epoch integer NOT NULL DEFAULT 1, ADD COLUMN sequence bigint NOT NULL DEFAULT 1;
ALTER TABLE approved_workflows ALTER COLUMN epoch DROP DEFAULT, ALTER COLUMN sequence DROP DEFAULT;
COMMIT;

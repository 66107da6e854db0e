-- Reverting the event flow throws the history away; it is there for tests of the migration, on empty databases.
BEGIN;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
COMMIT;

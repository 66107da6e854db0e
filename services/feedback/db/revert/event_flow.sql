-- Reverting the event flow deletes the history; only for tests of the migration, on empty databases.
BEGIN;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
-- The privileges that initdb gave the dropped schema; without them only its owner can use the next deployment.
GRANT USAGE ON SCHEMA public TO PUBLIC;
COMMIT;

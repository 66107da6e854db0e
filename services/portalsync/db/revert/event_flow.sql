-- Reverting the event flow throws the history away; it is there for tests of the migration, on empty databases.
BEGIN;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
-- What initdb gave the schema that was dropped; without it only its maker can use what is deployed next.
GRANT USAGE ON SCHEMA public TO PUBLIC;
COMMIT;

BEGIN;
ALTER TABLE approved_workflows DROP COLUMN epoch, DROP COLUMN sequence;
COMMIT;

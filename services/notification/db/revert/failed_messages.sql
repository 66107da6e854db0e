BEGIN;
DROP INDEX messages_failed;
COMMIT;

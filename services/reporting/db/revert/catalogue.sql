BEGIN;
DROP TABLE targets, procedures, agencies;
COMMIT;

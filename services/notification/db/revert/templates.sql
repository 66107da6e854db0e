BEGIN;
DROP TABLE dossiers, templates;
COMMIT;

BEGIN;
DROP TABLE deadline_ledger, stops, requests, tasks, dossiers;
COMMIT;

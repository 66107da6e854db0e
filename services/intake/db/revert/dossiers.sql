BEGIN;
DROP TABLE code_serials, dossier_papers, papers, receipts, lookup_secrets, dossiers;
COMMIT;

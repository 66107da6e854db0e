SELECT id, code, lookup_key, state, deadline_at, next_alert_at FROM dossiers WHERE false;
SELECT dossier_id, secret FROM lookup_secrets WHERE false;
SELECT dossier_id, document FROM receipts WHERE false;
SELECT id, sha256, content FROM papers WHERE false;
SELECT dossier_id, paper_id FROM dossier_papers WHERE false;
SELECT agency, day, last FROM code_serials WHERE false;

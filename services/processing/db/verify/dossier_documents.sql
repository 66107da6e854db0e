SELECT id, lookup_key, time_limit, calendar_version, running, document FROM dossiers WHERE false;
SELECT id, dossier_id, agency, due_at FROM open_tasks WHERE false;
SELECT dossier_id, sequence, legal_ground FROM deadline_ledger WHERE false;

SELECT id, lookup_key, state, due_at FROM dossiers WHERE false;
SELECT id, dossier_id, ordinal FROM tasks WHERE false;
SELECT id, dossier_id, ordinal FROM requests WHERE false;
SELECT dossier_id, ordinal FROM stops WHERE false;
SELECT dossier_id, sequence FROM deadline_ledger WHERE false;

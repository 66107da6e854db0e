-- Does not check tables that dossier_documents replaces.
SELECT id, lookup_key FROM dossiers WHERE false;
SELECT dossier_id, sequence FROM deadline_ledger WHERE false;

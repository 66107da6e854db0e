-- Tables that dossier_documents replaces are not looked for.
SELECT id, lookup_key FROM dossiers WHERE false;
SELECT dossier_id, sequence FROM deadline_ledger WHERE false;

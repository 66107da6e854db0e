SELECT id, version, moment, valid_from, document FROM templates WHERE false;
SELECT dossier_id, state, intake_sequence, processing_sequence FROM dossiers WHERE false;

SELECT dossier_id, code, lookup_key, handed_over_at FROM handed_over WHERE false;
SELECT dossier_id, score, source FROM ratings WHERE false;
SELECT day, handling_agency, source, score, ratings FROM rating_counts WHERE false;

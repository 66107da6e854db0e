BEGIN;
DROP TABLE code_serials, petition_history, petitions;
COMMIT;

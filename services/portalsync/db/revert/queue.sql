BEGIN;
DROP TABLE portal_state, events, dossiers;
COMMIT;

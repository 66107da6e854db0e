BEGIN;
DROP TABLE petition_days, petitions, event_counts, counters, dossiers, rebuild_places, rebuilds, generations;
COMMIT;

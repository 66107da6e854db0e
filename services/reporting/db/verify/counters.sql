SELECT id, slot, state, started_at FROM generations WHERE false;
SELECT generation, started_at, ended_at, failure FROM rebuilds WHERE false;
SELECT generation, source, page_token, finished FROM rebuild_places WHERE false;
SELECT generation, dossier_id, code, state, agency, received_on, ended_on, overdue_from, due_at FROM dossiers WHERE false;
SELECT generation, span, start, agency, procedure_code, procedure_version, overdue_open FROM counters WHERE false;
SELECT generation, stripe, events FROM event_counts WHERE false;
SELECT generation, petition_id, due_at, answered_at, closed_at FROM petitions WHERE false;
SELECT generation, due_on, due, in_time FROM petition_days WHERE false;

SELECT stream, range_from, range_to, reached_at, reached_key, reached_sequence, events, finished, asked_by, next_at
FROM reemissions WHERE false;

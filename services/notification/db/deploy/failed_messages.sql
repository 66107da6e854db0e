-- Failed messages of a span of time, page by page, for an operator who sends them again.
BEGIN;
CREATE INDEX messages_failed ON messages (created_at, id) WHERE state = 5;
COMMIT;

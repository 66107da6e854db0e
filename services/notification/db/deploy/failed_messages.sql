-- Failed messages of a period, page by page, for an operator who sends them again.
BEGIN;
CREATE INDEX messages_failed ON messages (created_at, id) WHERE state = 5;
COMMIT;

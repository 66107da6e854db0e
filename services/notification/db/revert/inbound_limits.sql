BEGIN;
CREATE INDEX inbound_sender ON inbound (phone_hash, stored_at);
DROP INDEX inbound_sender_text, inbound_sender_answered;
COMMIT;

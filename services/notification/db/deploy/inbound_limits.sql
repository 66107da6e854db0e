-- Replies to a sender, and whether a text repeats the last one, without reading all messages of the sender.
BEGIN;
CREATE INDEX inbound_sender_answered ON inbound (phone_hash, answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX inbound_sender_text ON inbound (phone_hash, text_hash, stored_at);
DROP INDEX inbound_sender;
COMMIT;

BEGIN;
DROP TABLE opt_outs, inbound, receipts, messages;
COMMIT;

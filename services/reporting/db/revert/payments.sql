BEGIN;
DROP TABLE payment_references, payments;
COMMIT;

BEGIN;
\ir ../../../../libs/outbox/db/reemissions.sql
COMMIT;

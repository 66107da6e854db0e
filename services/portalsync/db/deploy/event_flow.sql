BEGIN;
\ir ../../../../libs/outbox/db/installation.sql
\ir ../../../../libs/outbox/db/event_log.sql
\ir ../../../../libs/inbox/db/inbox.sql
\ir ../../../../libs/db/db/shard_leases.sql
\ir ../../../../libs/command/db/command.sql
COMMIT;

-- After a restore of intake's database its sequences begin again lower, in a higher epoch. What is stored came in the
-- first one, as far as was noted.
BEGIN;

CREATE TEMPORARY TABLE stored_agencies ON COMMIT DROP AS TABLE agencies;
CREATE TEMPORARY TABLE stored_rule_sets ON COMMIT DROP AS TABLE rule_sets;
DROP TABLE agencies, rule_sets;

\ir ../../../../libs/catalogue/db/agencies.sql
\ir ../../../../libs/catalogue/db/rule_sets.sql

INSERT INTO agencies (code, epoch, sequence, valid_from, valid_to)
SELECT code, 1, sequence, coalesce(valid_from::text, ''), coalesce(valid_to::text, '') FROM stored_agencies;
INSERT INTO rule_sets (id, epoch, sequence, document) SELECT id, 1, sequence, document FROM stored_rule_sets;

COMMIT;

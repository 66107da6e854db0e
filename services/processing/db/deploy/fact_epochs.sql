-- After a restore of intake's database its sequences begin again lower, in a higher epoch. What is stored came in the
-- first one, as far as was noted. The shape is that of libs/catalogue; defaults and empty dates let the programs of the
-- release before go on writing while they are replaced.
BEGIN;
ALTER TABLE agencies
  ADD COLUMN epoch integer NOT NULL DEFAULT 1,
  ALTER COLUMN valid_from TYPE text USING coalesce(valid_from::text, ''),
  ALTER COLUMN valid_to TYPE text USING coalesce(valid_to::text, '');
ALTER TABLE rule_sets ADD COLUMN epoch integer NOT NULL DEFAULT 1;
COMMIT;

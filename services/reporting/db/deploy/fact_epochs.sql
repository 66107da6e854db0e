-- After a restore of intake's database its sequences begin again lower, in a higher epoch. What is stored came in the
-- first one, as far as was noted. Dates are those of the document: YYYY-MM-DD, empty for none. Defaults let the programs
-- of the release before go on writing while they are replaced.
BEGIN;
ALTER TABLE agencies ADD COLUMN epoch integer NOT NULL DEFAULT 1;
ALTER TABLE procedures
  ADD COLUMN epoch integer NOT NULL DEFAULT 1,
  ALTER COLUMN valid_from TYPE text USING coalesce(valid_from::text, ''),
  ALTER COLUMN valid_to TYPE text USING coalesce(valid_to::text, '');
COMMIT;

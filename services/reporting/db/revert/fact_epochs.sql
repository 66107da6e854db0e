BEGIN;
ALTER TABLE procedures
  DROP COLUMN epoch,
  ALTER COLUMN valid_from TYPE date USING nullif(valid_from, '')::date,
  ALTER COLUMN valid_to TYPE date USING nullif(valid_to, '')::date;
ALTER TABLE agencies DROP COLUMN epoch;
COMMIT;

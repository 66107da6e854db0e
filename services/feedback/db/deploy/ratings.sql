BEGIN;

-- Projection of processing's ResultHandedOver: dossiers that may be rated.
CREATE TABLE handed_over (
  dossier_id      uuid        PRIMARY KEY,
  code            text        NOT NULL,
  lookup_key      text        NOT NULL CONSTRAINT handed_over_lookup_key UNIQUE,
  handling_agency text        NOT NULL,
  procedure_code  text        NOT NULL,
  handed_over_at  timestamptz NOT NULL
);

-- The only rating of a dossier, without who gave it (NĐ 61/2018 Đ27.3).
CREATE TABLE ratings (
  dossier_id uuid        CONSTRAINT ratings_once PRIMARY KEY REFERENCES handed_over,
  score      smallint    NOT NULL CHECK (score BETWEEN 1 AND 5),
  source     smallint    NOT NULL CHECK (source BETWEEN 1 AND 3),
  rated_at   timestamptz NOT NULL
);

-- Ratings per local day, updated in the transaction of each rating, so that a period is read from a few rows per day.
CREATE TABLE rating_counts (
  day             date     NOT NULL,
  handling_agency text     NOT NULL,
  source          smallint NOT NULL,
  score           smallint NOT NULL,
  ratings         bigint   NOT NULL,
  PRIMARY KEY (day, handling_agency, source, score)
) WITH (fillfactor = 50);

COMMIT;

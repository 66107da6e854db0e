BEGIN;

-- A generation is a complete set of counters. At most two slots are used: the active one, and one that is being built
-- or deleted. Consumers are named by slot, which limits the number of names.
CREATE TABLE generations (
  id         bigint      PRIMARY KEY,
  slot       smallint    NOT NULL UNIQUE CHECK (slot IN (0, 1)),
  state      text        NOT NULL CHECK (state IN ('active', 'building', 'dropping')),
  started_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX generations_one_active ON generations ((true)) WHERE state = 'active';

-- Results of rebuilds; a few rows per year.
CREATE TABLE rebuilds (
  generation bigint      PRIMARY KEY,
  started_at timestamptz NOT NULL,
  ended_at   timestamptz,
  failure    text        NOT NULL DEFAULT ''
);
-- The position up to which each owner's history has been read; deleted with the generation.
CREATE TABLE rebuild_places (
  generation bigint  NOT NULL,
  source     text    NOT NULL,
  page_token text    NOT NULL,
  finished   boolean NOT NULL,
  PRIMARY KEY (generation, source)
);

-- One row per dossier: what is needed to count its next event, and what the overdue list shows.
CREATE TABLE dossiers (
  generation        bigint   NOT NULL,
  dossier_id        text     NOT NULL,
  code              text     NOT NULL,
  state             smallint NOT NULL,
  agency            text     NOT NULL,
  procedure_code    text     NOT NULL,
  procedure_version integer  NOT NULL,
  received_on       date,
  ended_on          date,
  -- Set while it is open, not paused and has a due day.
  overdue_from      date,
  received_at       timestamptz,
  due_at            timestamptz,
  current_agency    text     NOT NULL,
  step_name_vi      text     NOT NULL,
  PRIMARY KEY (generation, dossier_id)
) WITH (fillfactor = 85);
CREATE INDEX dossiers_running ON dossiers (generation, agency, due_at, dossier_id) WHERE overdue_from IS NOT NULL;

-- What events add to a local day ('d') and to its month ('m', with its first day): any sum "up to a day" consists of
-- earlier months and the days of its month, for any number of years.
CREATE TABLE counters (
  generation        bigint  NOT NULL,
  span              "char"  NOT NULL CHECK (span IN ('d', 'm')),
  start             date    NOT NULL,
  agency            text    NOT NULL,
  procedure_code    text    NOT NULL,
  procedure_version integer NOT NULL,
  received_online   bigint  NOT NULL,
  received_direct   bigint  NOT NULL,
  received_post     bigint  NOT NULL,
  resolved_early    bigint  NOT NULL,
  resolved_on_time  bigint  NOT NULL,
  resolved_overdue  bigint  NOT NULL,
  returned          bigint  NOT NULL,
  withdrawn         bigint  NOT NULL,
  -- Change in the number of open dossiers, not paused, whose due day has passed.
  overdue_open      bigint  NOT NULL,
  PRIMARY KEY (generation, span, start, agency, procedure_code, procedure_version)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- Events counted: the position that a report names. Several rows, so that replicas do not wait for each other.
CREATE TABLE event_counts (
  generation bigint   NOT NULL,
  stripe     smallint NOT NULL,
  events     bigint   NOT NULL,
  PRIMARY KEY (generation, stripe)
) WITH (fillfactor = 10);

CREATE TABLE petitions (
  generation  bigint NOT NULL,
  petition_id text   NOT NULL,
  due_at      timestamptz,
  answered_at timestamptz,
  closed_at   timestamptz,
  PRIMARY KEY (generation, petition_id)
);
CREATE TABLE petition_days (
  generation bigint NOT NULL,
  due_on     date   NOT NULL,
  due        bigint NOT NULL,
  in_time    bigint NOT NULL,
  PRIMARY KEY (generation, due_on)
) WITH (fillfactor = 70);

INSERT INTO generations (id, slot, state, started_at) VALUES (1, 0, 'active', '2000-01-01T00:00:00Z');

COMMIT;

-- Agencies that intake has published (libs/catalogue).
CREATE TABLE agencies (
  code       text    PRIMARY KEY,
  -- Of the publishing event: the greatest (epoch, sequence) counts.
  epoch      integer NOT NULL,
  sequence   bigint  NOT NULL,
  valid_from text    NOT NULL,  -- YYYY-MM-DD; empty: open on that side
  valid_to   text    NOT NULL
);

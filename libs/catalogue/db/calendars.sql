-- The versions of the working calendar that processing has published (libs/catalogue).
CREATE TABLE calendars (
  version  text    PRIMARY KEY,
  -- Of the publishing event: the greatest (epoch, sequence) is in force.
  epoch    integer NOT NULL,
  sequence bigint  NOT NULL,
  document text    NOT NULL  -- the JSON document, libs/calendar
);
CREATE INDEX calendars_newest ON calendars (epoch, sequence);

-- Rule sets that intake has published (libs/catalogue).
CREATE TABLE rule_sets (
  id       text    PRIMARY KEY,
  -- Of the publishing event: the greatest (epoch, sequence) counts.
  epoch    integer NOT NULL,
  sequence bigint  NOT NULL,
  document bytea   NOT NULL  -- motcua.catalogue.v1.RuleSet
);

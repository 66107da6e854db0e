-- What a database holds before the change fact_epochs.
INSERT INTO agencies (code, sequence, valid_from, valid_to) VALUES
  ('H99.20', 7, NULL, NULL),
  ('H99.21', 7, '2020-01-01', '2024-12-31');
INSERT INTO rule_sets (id, sequence, document) VALUES
  ('rules-2025', 7, convert_to(E'\n\nrules-2025', 'UTF8'));  -- field 1, ten bytes

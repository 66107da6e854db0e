-- What a database holds before the change fact_epochs.
INSERT INTO agencies (code, sequence, name_vi) VALUES ('H99.20', 7, 'Sở');
INSERT INTO procedures (code, version, sequence, name_vi, field_code, field_vi, valid_from, valid_to, complete) VALUES
  ('1.001', 1, 7, 'Thủ tục', 'hộ tịch', 'Hộ tịch', '2024-01-01', '2025-02-28', true),
  ('1.002', 1, 7, 'Thủ tục', 'hộ tịch', 'Hộ tịch', NULL, NULL, false);

BEGIN;
DROP TABLE calendars, agencies, petition_rules, rules_state;
COMMIT;

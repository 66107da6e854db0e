BEGIN;
DROP TABLE rule_sets, agencies, calendars, workflows;
COMMIT;

BEGIN;
DROP TABLE calendars, approved_workflows, procedures, rule_sets, agencies, rules_state;
COMMIT;

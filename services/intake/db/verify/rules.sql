SELECT version, province_name_vi FROM rules_state WHERE false;
SELECT code, sequence, document FROM agencies WHERE false;
SELECT id, sequence, document FROM rule_sets WHERE false;
SELECT code, version, sequence, document FROM procedures WHERE false;
SELECT id, version FROM approved_workflows WHERE false;
SELECT version, epoch, sequence, document FROM calendars WHERE false;

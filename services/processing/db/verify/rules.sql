SELECT id, version, document FROM workflows WHERE false;
SELECT version, ordinal, document FROM calendars WHERE false;
SELECT code, sequence FROM agencies WHERE false;
SELECT id, sequence FROM rule_sets WHERE false;

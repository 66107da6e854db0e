SELECT version FROM rules_state WHERE false;
SELECT ordinal, version, document FROM petition_rules WHERE false;
SELECT code, epoch, sequence, valid_from, valid_to FROM agencies WHERE false;
SELECT version, epoch, sequence, document FROM calendars WHERE false;

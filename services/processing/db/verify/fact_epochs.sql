SELECT code, epoch, sequence, valid_from, valid_to FROM agencies WHERE false;
SELECT id, epoch, sequence, document FROM rule_sets WHERE false;

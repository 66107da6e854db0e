SELECT code, sequence, name_vi FROM agencies WHERE false;
SELECT code, version, sequence, field_code, field_vi, valid_from, valid_to, complete FROM procedures WHERE false;
SELECT id, ordinal, indicator, at_least_basis_points, name_vi, source FROM targets WHERE false;

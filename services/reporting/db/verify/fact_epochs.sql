SELECT code, epoch, sequence, name_vi FROM agencies WHERE false;
SELECT code, version, epoch, sequence, field_code, field_vi, valid_from, valid_to, complete FROM procedures WHERE false;

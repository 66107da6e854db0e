"""The tree of agencies."""

import re

from sample_check import words

ROOTS = {"PROVINCE", "PARTNER"}
LAST_DAY_OF_DISTRICTS = "2025-06-30"


def check(province, report):
    agencies = province.catalogue.agencies
    own = province.catalogue.province
    report.expect(words.PROVINCE.fullmatch(own), "province.json", "CODE_INVALID", f"{own!r} is not a code of level 1")
    report.expect(province.catalogue.province_name_vi.strip(), "province.json", "NAME_MISSING", "a name is required")
    by_code = {}
    by_key = {}
    former = {}
    for agency in agencies:
        where = f"agencies.json: {agency.code}"
        report.expect(agency.code not in by_code, where, "CODE_DUPLICATE", "this agency is listed twice")
        by_code.setdefault(agency.code, agency)
        # Codes are typed without dots as well: their dossier codes would collide.
        key = re.sub(r"[^A-Z0-9]", "", agency.code)
        report.expect(by_key.setdefault(key, agency.code) == agency.code, where, "CODE_AMBIGUOUS",
                      f"without dots it reads like {by_key[key]}")
        for code in agency.former_codes:
            report.expect(former.setdefault(code, agency.code) == agency.code, where, "FORMER_CODE_AMBIGUOUS",
                          f"{code} was {former[code]} already")
    for agency in agencies:
        where = f"agencies.json: {agency.code}"
        check_itself(agency, own, where, report)
        check_relations(agency, by_code, where, report)
        for code in agency.former_codes:
            report.expect(code not in by_code and is_code(code), where, "FORMER_CODE_INVALID",
                          f"{code} is not a former code")
    tops = [agency.code for agency in agencies if words.short(agency, "level") == "PROVINCE"]
    report.expect(tops == [own], "agencies.json", "PROVINCE_MISSING", f"one agency is the province {own}, not {tops}")
    report.expect(any(agency.receives and not agency.valid_to for agency in agencies), "agencies.json",
                  "NOBODY_RECEIVES", "no open agency receives dossiers")


def is_code(code):
    return (len(code) <= words.MAX_AGENCY_CODE
            and (words.AGENCY_NEW.fullmatch(code) or words.AGENCY_OLD.fullmatch(code)) is not None)


def check_itself(agency, own, where, report):
    level = words.short(agency, "level")
    if level == "PARTNER":
        good = words.PARTNER.fullmatch(agency.code) and len(agency.code) <= words.MAX_AGENCY_CODE
    else:
        good = (words.AGENCY_NEW.fullmatch(agency.code) and len(agency.code) <= words.MAX_AGENCY_CODE
                and agency.code.split(".")[0] == own)
    report.expect(good, where, "CODE_INVALID", "not an identifier of this province (QĐ 20/2020)")
    report.expect(agency.name_vi.strip(), where, "NAME_MISSING", "a name is required")
    report.expect(level not in ("UNSPECIFIED", "UNKNOWN"), where, "LEVEL_MISSING", "a level is needed")
    words.check_dates(agency, where, report)
    report.expect(not agency.receives or level not in ("PARTNER", "DISTRICT"), where, "CANNOT_RECEIVE",
                  "a partner or a district cannot receive dossiers")
    if level == "DISTRICT":
        report.expect(words.end_of(agency) <= LAST_DAY_OF_DISTRICTS, where, "DISTRICT_OPEN",
                      "districts ended on 30/6/2025")


def check_relations(agency, by_code, where, report):
    level = words.short(agency, "level")
    report.expect(bool(agency.parent) or level in ROOTS, where, "PARENT_MISSING", "every agency except the province needs a parent")
    if agency.parent:
        parent = by_code.get(agency.parent)
        if report.expect(parent is not None, where, "PARENT_UNKNOWN", f"no such agency: {agency.parent}"):
            report.expect(words.end_of(agency) <= words.end_of(parent), where, "PARENT_CLOSED",
                          f"it outlives its parent {agency.parent}")
        report.expect(not has_cycle(agency, by_code), where, "PARENT_CYCLE", "the chain of parents is circular")
    if agency.successor:
        successor = by_code.get(agency.successor)
        if report.expect(successor is not None, where, "SUCCESSOR_UNKNOWN", f"no such agency: {agency.successor}"):
            report.expect(successor is not agency and words.end_of(successor) > words.end_of(agency), where,
                          "SUCCESSOR_CLOSED", f"{agency.successor} does not outlive it")
        report.expect(agency.valid_to, where, "SUCCESSOR_WITHOUT_END", "it has a successor and is open")
    elif agency.valid_to and agency.receives:
        report.expect(False, where, "SUCCESSOR_MISSING", "somebody must take over what it received")


def has_cycle(agency, by_code):
    seen = set()
    while agency is not None and agency.parent:
        if agency.code in seen:
            return True
        seen.add(agency.code)
        agency = by_code.get(agency.parent)
    return False

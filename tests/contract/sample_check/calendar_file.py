"""calendar.json: office hours, holidays and make-up days, each with its source document."""

import re

from sample_check import words

NAME = "calendar.json"
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAY_KINDS = {"holiday", "compensation", "makeup_workday"}
TOP_KEYS = {"version", "office_hours", "years", "days"}
LINE_KEYS = {"weekdays", "from", "to"}
LINE_EXTRA = {"source_document", "verified"}
DAY_KEYS = {"date", "kind", "name_vi", "name_en", "source_document", "verified"}


def check(calendar, report):
    if calendar is None:
        return
    if not report.expect(set(calendar) == TOP_KEYS, NAME, "KEYS_INVALID", f"it has the keys {sorted(TOP_KEYS)}"):
        return
    report.expect(isinstance(calendar["version"], str) and calendar["version"].strip(), NAME, "VERSION_INVALID",
                  "a version is needed")
    check_office_hours(calendar["office_hours"], report)
    years = calendar["years"]
    good = all(type(year) is int and 2000 <= year <= 2099 for year in years)
    report.expect(years and good and len(set(years)) == len(years), NAME, "YEARS_INVALID", "years, once each")
    check_days(calendar["days"], set(years), report)


def minutes(text):
    if not isinstance(text, str) or re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d|24:00", text) is None:
        return None
    return int(text[:2]) * 60 + int(text[3:])


def check_office_hours(lines, report):
    segments = {day: [] for day in WEEKDAYS}
    for index, line in enumerate(lines):
        where = f"{NAME}: office_hours[{index}]"
        if not report.expect(LINE_KEYS <= set(line) <= LINE_KEYS | LINE_EXTRA, where, "KEYS_INVALID",
                             "weekdays, from, to; source_document and verified"):
            continue
        begin, end = minutes(line["from"]), minutes(line["to"])
        known = set(line["weekdays"]) <= set(WEEKDAYS) and line["weekdays"]
        report.expect(known, where, "WEEKDAY_INVALID", f"{line['weekdays']}")
        if report.expect(begin is not None and end is not None and begin < end, where, "OFFICE_HOURS_INVALID",
                         "from HH:MM to a later HH:MM") and known:
            for day in line["weekdays"]:
                segments[day].append((begin, end))
    for day, parts in segments.items():
        parts.sort()
        report.expect(all(first[1] <= second[0] for first, second in zip(parts, parts[1:])), NAME,
                      "OFFICE_HOURS_OVERLAP", day)
    report.expect(segments["mon"], NAME, "OFFICE_HOURS_EMPTY", "make-up days are worked by Monday's hours")


def check_days(days, years, report):
    seen = set()
    for index, day in enumerate(days):
        where = f"{NAME}: days[{index}]"
        if not report.expect(set(day) == DAY_KEYS, where, "KEYS_INVALID", f"it has the keys {sorted(DAY_KEYS)}"):
            continue
        date = words.date(day["date"])
        if not report.expect(date is not None, where, "DATE_INVALID", f"{day['date']!r}"):
            continue
        report.expect(date.year in years, where, "YEAR_NOT_LOADED", f"{date.year} is not among the years")
        report.expect(date not in seen, where, "DAY_DUPLICATE", f"{date} is there twice")
        seen.add(date)
        weekend = date.weekday() >= 5
        report.expect(day["kind"] in DAY_KINDS, where, "DAY_KIND_INVALID", f"{day['kind']!r}")
        report.expect(day["kind"] != "makeup_workday" or weekend, where, "MAKEUP_ON_WEEKDAY", f"{date}")
        report.expect(day["kind"] != "compensation" or not weekend, where, "COMPENSATION_ON_WEEKEND", f"{date}")
        for key in ("name_vi", "name_en", "source_document"):
            report.expect(isinstance(day[key], str) and day[key].strip(), where, "NAME_MISSING", f"{key} is needed")
        report.expect(isinstance(day["verified"], bool), where, "VERIFIED_INVALID", "true or false")

"""A working calendar of 2024-2026 with other hours and other holidays (its keys are described in libs/calendar)."""

import datetime

YEARS = [2024, 2025, 2026]
WEEK = ["mon", "tue", "wed", "thu", "fri"]
DOCUMENT = "Thông báo mẫu, không có thật"


def clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


def make_calendar(chance, seed):
    return {"version": f"random-{seed}", "office_hours": make_office_hours(chance), "years": YEARS,
            "days": make_days(chance)}


def make_office_hours(chance):
    def line(weekdays, begin, end):
        return {"weekdays": weekdays, "from": clock(begin), "to": clock(end), "source_document": DOCUMENT,
                "verified": False}

    morning = chance.choice([6 * 60 + 45, 7 * 60, 7 * 60 + 15, 8 * 60, 8 * 60 + 30])
    noon = morning + chance.choice([180, 210, 225, 240])
    after = noon + chance.choice([45, 60, 90, 120])
    lines = [line(WEEK, morning, noon), line(WEEK, after, after + chance.choice([210, 240, 255]))]
    if chance.random() < 0.5:
        lines.append(line(["sat"], morning, noon))
    return lines


def afternoon(calendar):
    """(from, to) of the week's afternoon, in minutes since midnight: cut-offs lie in it."""
    line = calendar["office_hours"][1]
    begin, end = ([int(part) for part in line[key].split(":")] for key in ("from", "to"))
    return begin[0] * 60 + begin[1], end[0] * 60 + end[1]


def make_days(chance):
    days = {}

    def add(date, kind, name_vi, name_en):
        days.setdefault(date, {"date": date.isoformat(), "kind": kind, "name_vi": name_vi, "name_en": name_en,
                               "source_document": DOCUMENT, "verified": False})

    for year in YEARS:
        free = [datetime.date(year, 1, 1) + datetime.timedelta(days=n) for n in range(365)]
        begin = chance.randrange(20, 50)
        for date in free[begin:begin + chance.randint(3, 9)]:
            add(date, "holiday", "Nghỉ dài ngày", "Long holiday")
        for date in chance.sample(free, chance.randint(4, 9)):
            add(date, "holiday", "Ngày lễ", "Holiday")
        # A weekday off for a Sunday worked. The Saturday may be worked anyway.
        for _ in range(chance.randint(1, 3)):
            weekday = chance.choice([date for date in free if date.weekday() < 5 and date not in days])
            sunday = chance.choice([date for date in free if date.weekday() == 6 and date not in days])
            add(weekday, "compensation", "Nghỉ hoán đổi", "Day off, swapped")
            add(sunday, "makeup_workday", "Làm bù", "Worked for a day off")
    return [days[date] for date in sorted(days)]

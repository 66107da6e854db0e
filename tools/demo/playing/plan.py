"""The plan: when each dossier is filed, through which channel, about what, and its special event.

Everything is determined by the province's documents, the demo file and the seed; no names are fixed.
"""

import dataclasses
import datetime
import random

from motcua_client.province import choose_case

SLOT_MINUTES = 30
ONLINE = "CHANNEL_ONLINE"
# Scenarios before acceptance, so only for dossiers filed by a portal.
FIRST = ("supplement-first", "no-supplement-first", "refuse", "withdraw-first", "unanswered")
FIRST_VOICE = 100001  # no dossier has such a number
SHORT_HOURS = 40  # a limit that can pass within the fortnight
HOURS = {"LIMIT_UNIT_WORKING_DAY": 8, "LIMIT_UNIT_CALENDAR_DAY": 8, "LIMIT_UNIT_WORKING_HOUR": 1}


@dataclasses.dataclass
class Entry:
    """One dossier to come."""

    number: int
    arrival: int  # index into Plan.moments
    story: str
    case: object


@dataclasses.dataclass
class Voice:
    """One petition to come."""

    number: int
    arrival: int
    story: str
    agency: str  # the agency that it is about
    about: int  # number of the dossier it is about; 0: none


@dataclasses.dataclass
class Plan:
    seed: int
    moments: list  # every half-hour of office time, from the first carried-over dossier on
    start: int  # index of the fortnight's first moment
    entries: list
    voices: list


def make_plan(province, demo, seed, start, end):
    chance = random.Random(f"{province.code}-{seed}")
    begin = carried_from(province, start)
    moments = province.moments(begin, end, SLOT_MINUTES)
    first = next(index for index, at in enumerate(moments) if at.date() >= start)
    # The last day brings dossiers too, but the last hours are for answering.
    carried, fresh = demo["carried_over"], demo["dossiers"] - demo["carried_over"]
    arrivals = sorted(chance.randrange(0, max(1, first // 5)) for _ in range(carried))
    arrivals += sorted(chance.randrange(first, len(moments) - 4) for _ in range(fresh))
    stories = deal(demo["carried_over_stories"], carried, chance) + deal(demo["stories"], fresh, chance)
    channels = deal(demo["channels"], carried + fresh, chance)
    entries = [make_entry(number, *what, province, moments, chance)
               for number, what in enumerate(zip(arrivals, stories, channels), start=1)]
    return Plan(seed, moments, first, entries, make_voices(demo, moments, first, entries, chance))


def carried_from(province, start):
    """Long enough before the start that a supplement requested then has expired by the middle of the fortnight."""
    days = province.rule_set_on(start).get("supplement_limit_days", 0)
    day = start
    while days > 0:
        day -= datetime.timedelta(days=1)
        days -= bool(province.office_hours(day))
    return day


def deal(weights, count, chance):
    """`count` names in the proportion of their weights, shuffled."""
    total = sum(weights.values())
    names = [name for name, weight in weights.items() for _ in range(round(count * weight / total))]
    names += chance.choices(list(weights), list(weights.values()), k=max(0, count - len(names)))
    chance.shuffle(names)
    return names[:count]


def make_voices(demo, moments, first, entries, chance):
    """Petitions, each about the agency of some dossier; half of them name the dossier too."""
    count = demo.get("petitions", 0)
    arrivals = sorted(chance.randrange(first, len(moments) - 4) for _ in range(count))
    stories = deal(demo["petition_stories"], count, chance) if count else []
    voices = []
    for number, (arrival, story) in enumerate(zip(arrivals, stories), start=FIRST_VOICE):
        earlier = [entry for entry in entries if entry.arrival < arrival]
        about = chance.choice(earlier or entries)
        voices.append(Voice(number, arrival, story, about.case.handling,
                            about.number if earlier and chance.random() < 0.5 else 0))
    return voices


def make_entry(number, arrival, story, channel, province, moments, chance):
    day = moments[arrival].date()
    if story in FIRST:
        channel = ONLINE
    fits = {"payment": lambda case: case.fee("FEE_TIMING_AFTER_ACCEPTANCE") > 0, "late": is_short,
            "extend": lambda case: case.has_limit}.get(story, lambda case: True)
    channels = [channel, *(other for other in (ONLINE, "CHANNEL_DIRECT", "CHANNEL_POST") if other != channel)]
    for wanted_story, accept in ((story, fits), ("plain", lambda case: True)):
        for wanted_channel in channels:
            if wanted_story in FIRST and wanted_channel != ONLINE:
                continue
            case = choose_case(province, chance, day, wanted_channel, accept)
            if case is not None:
                return Entry(number, arrival, wanted_story, case)
    raise SystemExit(f"no procedure of {province.directory} can be filed on {day}")


def is_short(case):
    """It has a limit of a few days, so that lateness is visible."""
    limits = case.procedure.get("limits", ())
    return case.has_limit and all(
        limit["unit"] == "LIMIT_UNIT_SAME_DAY" or HOURS[limit["unit"]] * limit.get("value", 0) <= SHORT_HOURS
        for limit in limits)

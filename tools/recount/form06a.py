#!/usr/bin/python3
"""Counts form II.06a again from the owners' histories and compares it with `motcuactl report 06a --json`.

    tools/recount/form06a --intake DSN --processing DSN --ctl 'motcuactl --reporting HOST:PORT'
                             [--period FROM:TO ...] [--random N] [--seed N]

Shares no code with reporting: reads event_history of both databases, and for each period and agency checks every
dossier and its state at the end of the last day (domain 5.2). The owners must be idle, because otherwise reporting lags
behind what is read here. Exit status 1 with one line per difference.
"""

import argparse
import collections
import datetime
import json
import pathlib
import random
import shlex
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from recounting import events, form06a  # noqa: E402

SHOWN = 40


def ask(ctl, first, last):
    """The form of a period as motcuactl prints it."""
    command = [*shlex.split(ctl), "--json", "report", "06a", "--from", first.isoformat(), "--to", last.isoformat()]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise SystemExit(f"motcuactl report 06a: {run.stderr.strip()}")
    return json.loads(run.stdout)


def compare(answer, expected, first, last):
    """One line per number that differs."""
    faults = []
    told = {row["code"]: {name: int(row[name]) for name in form06a.COLUMNS} for row in answer["rows"]}
    total = {name: int(answer["total"][name]) for name in form06a.COLUMNS}
    for agency in sorted(set(told) | set(expected)):
        mine = expected.get(agency, form06a.empty())
        theirs = told.get(agency, form06a.empty())
        faults += [f"{first}..{last} {agency} {name}: recount {mine[name]}, report {theirs[name]}"
                   for name in form06a.COLUMNS if mine[name] != theirs[name]]
    added = form06a.add(expected.values())
    faults += [f"{first}..{last} total {name}: recount {added[name]}, report {total[name]}"
               for name in form06a.COLUMNS if added[name] != total[name]]
    for code, row in [*told.items(), ("total", total)]:
        faults += [f"{first}..{last} {code}: identity {name} does not hold" for name in form06a.broken_identities(row)]
    return faults


def periods_of(arguments, dossiers, today):
    """The periods to compare: those requested, and random ones within the days of the dossiers."""
    asked = [tuple(datetime.date.fromisoformat(day) for day in text.split(":")) for text in arguments.period]
    first = min((dossier.received for dossier in dossiers), default=today)
    span = max((today - first).days, 0) + 4
    start = first - datetime.timedelta(days=3)
    dice = random.Random(arguments.seed)
    for _ in range(arguments.random):
        days = sorted(dice.randrange(span) for _ in range(2))
        asked.append(tuple(start + datetime.timedelta(days=day) for day in days))
    return asked


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--intake", required=True, metavar="DSN", help="database of intake")
    parser.add_argument("--processing", required=True, metavar="DSN", help="database of processing")
    parser.add_argument("--ctl", required=True, metavar="COMMAND", help="motcuactl with the address of reporting")
    parser.add_argument("--period", action="append", default=[], metavar="FROM:TO", help="first and last day; repeatable")
    parser.add_argument("--random", type=int, default=50, metavar="N", help="as many random periods (50)")
    parser.add_argument("--seed", type=int, default=None, help="of the random periods; printed")
    arguments = parser.parse_args()
    if arguments.seed is None:
        arguments.seed = random.SystemRandom().randrange(100000)
    # Processing first: the events it builds on are in the later snapshot of intake.
    processing = events.read("processing", arguments.processing)
    intake = events.read("intake", arguments.intake)
    dossiers = form06a.dossiers(intake.events, processing.events)
    today = form06a.local_day(min(intake.now, processing.now))
    faults = []
    rows = collections.Counter()
    for first, last in periods_of(arguments, dossiers, today):
        expected = form06a.count(dossiers, first, last)
        faults += compare(ask(arguments.ctl, first, last), expected, first, last)
        rows.update(periods=1, rows=len(expected), dossiers=sum(row["received_total"] for row in expected.values()))
    for fault in faults[:SHOWN]:
        print(f"FAULT {fault}")
    if len(faults) > SHOWN:
        print(f"... and {len(faults) - SHOWN} more")
    told = f"{rows['periods']} kỳ, {rows['rows']} dòng, {rows['dossiers']} hồ sơ, seed {arguments.seed}"
    if faults:
        print(f"II.06a: KHÔNG khớp, {len(faults)} lỗi / recount: {len(faults)} faults ({told})")
        return 1
    print(f"II.06a: khớp với sổ gốc / equal to the histories ({told})")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""Counts everything again from the owners' histories and compares it with other sources.

    tools/recount/recount --intake DSN --processing DSN [--kafka BROKERS] [--expect FILE] [--json FILE]

Shares no code with the programs or the demo: reads event_history of both databases, walks every dossier along the
transition table of domain 2.1, checks numbering, order, codes, acceptances and due dates, and prints the figures.
--kafka also reads the dossier topics: every event there at least once and first in order. --expect compares with the
summary that tools/demo/play wrote. Exit status 1 with one line per fault if anything differs.
"""

import argparse
import json
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from recounting import checks, events, figures, transitions  # noqa: E402

SHOWN = 40


def recount(intake_dsn, processing_dsn, kafka="", expect=None):
    """(figures of all, figures of the expected ones or None, faults, content of the topics)."""
    faults = []
    # Processing first: the events it builds on are in the later snapshot of intake.
    processing = events.read("processing", processing_dsn)
    intake = events.read("intake", intake_dsn)
    folded = transitions.fold(intake.events, processing.events, faults)
    for owner in (intake, processing):
        checks.check_numbering(owner, faults)
    checks.check_codes(folded, faults)
    checks.check_tables(intake, processing, folded, faults)
    topics = {}
    if kafka:
        from recounting import delivery  # needs python3-confluent-kafka, asked for only here
        for owner in (intake, processing):
            topics[owner.service] = delivery.check(
                owner.service, owner.events, delivery.dump(kafka, f"motcua.{owner.service}.dossier.v1"), faults)
    now = max(intake.now, processing.now)
    expected = figures.compare(expect, list(folded.values()), now, faults) if expect else None
    return figures.figures(list(folded.values()), now), expected, faults, topics


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--intake", required=True, metavar="DSN", help="database of intake")
    parser.add_argument("--processing", required=True, metavar="DSN", help="database of processing")
    parser.add_argument("--kafka", default="", metavar="BROKERS", help="read the dossier topics too")
    parser.add_argument("--expect", type=pathlib.Path, metavar="FILE", help="summary written by tools/demo/play")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the figures there too")
    arguments = parser.parse_args()
    expect = json.loads(arguments.expect.read_text(encoding="utf-8")) if arguments.expect else None
    counted, expected, faults, topics = recount(arguments.intake, arguments.processing, arguments.kafka, expect)
    figures.show(counted, print)
    for service, what in topics.items():
        print(f"  topic motcua.{service}.dossier.v1: {what['delivered']} messages, {what['repeated']} of them repeated")
    if arguments.json:
        arguments.json.write_text(json.dumps(counted, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for fault in faults[:SHOWN]:
        print(f"FAULT {fault}")
    if len(faults) > SHOWN:
        print(f"... and {len(faults) - SHOWN} more")
    if faults:
        print(f"kiểm đếm: KHÔNG khớp, {len(faults)} lỗi / recount: {len(faults)} faults")
        return 1
    what = f", khớp với bản tổng hợp của {expected['dossiers']} hồ sơ / equal to the summary" if expected else ""
    print(f"kiểm đếm: đạt / recount: no fault{what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

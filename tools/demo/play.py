#!/usr/bin/python3
"""Plays a fortnight of a province through the public interfaces, and tells what came of it.

    tools/demo/play.py --gateway URL[,URL] --intake TARGETS --processing TARGETS --portal-credentials FILE
                       [--province DIRECTORY] [--seed N] [--dossiers N] [--summary FILE]

The province must be loaded, on databases made as simulations. Portals file over REST, clerks and officers act over
gRPC, business time is simulated. What happens follows from the documents of the province (default deploy/sample), its
demo.json (a province without one is played by that of deploy/sample) and the seed. An installation that has played
before plays the next free fortnight. --summary writes the figures for tools/recount/recount.py --expect.
Exit status 1 if anything was refused that should not have been, or the events did not come to rest.
"""

import argparse
import datetime
import json
import pathlib
import sys
import time

sys.dont_write_bytecode = True
TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(TOP / "tests" / "support"))

from motcua_client import errors, province as provinces, stubs  # noqa: E402
from motcua_client.officer import Service  # noqa: E402
from motcua_client.rest import RestClient  # noqa: E402

stubs.module("google/rpc/error_details")  # protoc before anything is timed
from playing import fortnight, life, plan, summary  # noqa: E402

SAMPLE = TOP / "deploy" / "sample"
SHOWN = 20


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--gateway", required=True, help="base URLs of the gateways")
    parser.add_argument("--intake", required=True, help="gRPC targets of intake")
    parser.add_argument("--processing", required=True, help="gRPC targets of processing")
    parser.add_argument("--portal-credentials", required=True, type=pathlib.Path)
    parser.add_argument("--province", type=pathlib.Path, default=SAMPLE)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--dossiers", type=int, help="how many, the carried-over ones included")
    parser.add_argument("--summary", type=pathlib.Path, help="write the figures there")
    return parser.parse_args()


def read_demo(arguments):
    own = arguments.province / "demo.json"
    demo = json.loads((own if own.exists() else SAMPLE / "demo.json").read_text(encoding="utf-8"))
    if arguments.dossiers is not None:
        demo["carried_over"] = demo["carried_over"] * arguments.dossiers // demo["dossiers"]
        demo["dossiers"] = arguments.dossiers
    return demo


def read_token(path):
    return json.loads(path.read_text(encoding="utf-8"))["portals"][0]["token"]


def choose_fortnight(clock, province, demo):
    """(first day, last day): the demo's own, or the next one that this installation has not lived yet."""
    start, end = (datetime.date.fromisoformat(demo[name]) for name in ("start", "end"))
    years = province.calendar["years"]
    begins = []
    for week in range(0, fortnight.TRIES, 2):
        first, last = (day + datetime.timedelta(weeks=week) for day in (start, end))
        carried = plan.carried_from(province, first)
        if last.year <= max(years) and province.office_hours(first):
            begins.append((datetime.datetime.combine(carried, datetime.time(0), provinces.VIETNAM), first, last))
    return clock.first_free(begins)[1:]


def main():
    arguments = parse_arguments()
    begin = time.monotonic()

    def tell(text):
        print(f"demo: {text}", flush=True)

    province = provinces.Province(arguments.province)
    demo = read_demo(arguments)
    seed = arguments.seed if arguments.seed is not None else demo["seed"]
    owners = {"intake": arguments.intake, "processing": arguments.processing}
    clock = fortnight.BusinessClock(*(Service("simulation", targets) for targets in owners.values()))
    first, last = choose_fortnight(clock, province, demo)
    schedule = plan.make_plan(province, demo, seed, first, last)
    tell(f"{province.code}, {first:%d/%m/%Y} - {last:%d/%m/%Y}, {len(schedule.entries)} hồ sơ / dossiers, seed {seed}")

    world = life.World(schedule, RestClient(arguments.gateway, read_token(arguments.portal_credentials)),
                       Service("intake", arguments.intake, "counter"),
                       Service("processing", arguments.processing, "office"),
                       province.rule_set_on(first).get("resume_allowed", False))
    played = fortnight.Fortnight(world, clock, tell)
    played.play()

    flows, quiet = summary.wait_until_quiet(
        {owner: Service("operations", targets) for owner, targets in owners.items()}, tell)
    lives = list(played.lives.values())
    now = schedule.moments[-1] + datetime.timedelta(minutes=plan.SLOT_MINUTES)
    rows, figures = summary.collect(lives, world, now)
    summary.show(figures, province, flows, time.monotonic() - begin, print)
    agreed = summary.show_lookups(lives, rows, world.portal, print)
    print(f"  Địa chỉ / addresses: gateway {arguments.gateway}; intake {arguments.intake}; "
          f"processing {arguments.processing}", flush=True)
    if arguments.summary:
        document = {"province": province.code, "seed": seed, "from": first.isoformat(), "to": last.isoformat(),
                    "now": now.isoformat(), "figures": figures, "dossiers": rows}
        arguments.summary.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for failure in played.failures[:SHOWN]:
        print(f"demo: ngoài dự kiến / unexpected: {failure}")
    if not agreed:
        print("demo: a look-up differs from what the owner says")
    return 0 if quiet and agreed and not played.failures and len(rows) == len(schedule.entries) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except errors.Unknown as unanswered:
        sys.exit(f"demo: no answer: {unanswered}")

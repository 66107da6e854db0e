#!/usr/bin/python3
"""Plays a fortnight of a province through the public interfaces, and prints the results.

    tools/demo/play --gateway URL[,URL] --intake TARGETS --processing TARGETS --notification TARGETS
                       --feedback TARGETS --reporting TARGETS --portalsync TARGETS --portal-credentials FILE
                       [--province DIRECTORY] [--seed N] [--dossiers N] [--summary FILE]

The province must be loaded, on databases created as simulations. Portals file over REST, clerks and officers act over
gRPC, citizens text and send petitions, business time is simulated. What happens is determined by the documents of the
province (default deploy/sample), its demo.json (or that of deploy/sample if there is none) and the seed. An
installation that has played before plays the next free fortnight. The SMS network, the National Portal and
Prometheus are those of tools/stack (MOTCUA_STACK_*). --summary writes the figures for tools/recount/recount
--expect.
Exit status 1 if anything was unexpectedly refused, or events remained unprocessed.
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
from motcua_client.sms import Network  # noqa: E402

stubs.module("google/rpc/error_details")  # protoc before anything is timed
from playing import around, citizens, fortnight, life, plan, summary  # noqa: E402

SAMPLE = TOP / "deploy" / "sample"
STATEFUL = ("intake", "processing", "notification", "feedback", "reporting", "portalsync")
SHOWN = 20


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--gateway", required=True, help="base URLs of the gateways")
    for program in STATEFUL:
        parser.add_argument(f"--{program}", required=True, help=f"gRPC targets of {program}")
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
        for name in ("carried_over", "petitions", "texts"):
            demo[name] = demo[name] * arguments.dossiers // demo["dossiers"]
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
    targets = {program: getattr(arguments, program) for program in STATEFUL}
    clock = fortnight.BusinessClock(*(Service("simulation", where) for where in targets.values()))
    first, last = choose_fortnight(clock, province, demo)
    schedule = plan.make_plan(province, demo, seed, first, last)
    tell(f"{province.code}, {first:%d/%m/%Y} - {last:%d/%m/%Y}, {len(schedule.entries)} hồ sơ / dossiers, "
         f"{len(schedule.voices)} phản ánh / petitions, seed {seed}")

    network = Network.of_stack()
    mark = network.mark()
    world = life.World(schedule, RestClient(arguments.gateway, read_token(arguments.portal_credentials)),
                       Service("intake", arguments.intake, "counter"),
                       Service("processing", arguments.processing, "office"),
                       Service("feedback", arguments.feedback, "office"),
                       province.rule_set_on(first).get("resume_allowed", False))
    played = fortnight.Fortnight(world, clock, tell)
    played.play()

    operations = {program: Service("operations", where) for program, where in targets.items()}
    flows, quiet = summary.wait_until_quiet(operations, tell)
    lives = list(played.lives.values())
    now = schedule.moments[-1] + datetime.timedelta(minutes=plan.SLOT_MINUTES)
    rows, figures = summary.collect(lives, world, now)
    telephones = citizens.Citizens(network, world.portal, seed)
    telephones.ask(lives, rows, demo["texts"])
    telephones.rate(lives, rows, demo["ratings"]["sms"], demo["ratings"]["portal"])
    texts = around.wait_texts(Service("notification", arguments.notification), tell)
    flows, quiet_again = summary.wait_until_quiet(operations, tell)
    portal = around.wait_portal(Service("portalsync", arguments.portalsync), tell)

    summary.show(figures, province, flows, time.monotonic() - begin, print)
    agreed = summary.show_lookups(lives, rows, world.portal, print)
    around.show_texts(texts, network.received(mark), telephones.counts, print)
    around.show_petitions(played.petitions.values(), print)
    period = (first, last)
    around.show_form06a(Service("reporting", arguments.reporting), period, province, print)
    around.show_targets(Service("reporting", arguments.reporting), period, print)
    differing = around.show_portal(portal, rows, print)
    around.show_prometheus(print)
    addresses = "; ".join(f"{program} {where}" for program, where in targets.items())
    print(f"  Địa chỉ / addresses: gateway {arguments.gateway}; {addresses}", flush=True)
    if arguments.summary:
        document = {"province": province.code, "seed": seed, "from": first.isoformat(), "to": last.isoformat(),
                    "now": now.isoformat(), "figures": figures, "dossiers": rows}
        arguments.summary.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    failures = played.failures + telephones.failures + differing
    for failure in failures[:SHOWN]:
        print(f"demo: ngoài dự kiến / unexpected: {failure}")
    if not agreed:
        print("demo: a look-up differs from what the owner says")
    return 0 if quiet and quiet_again and agreed and not failures and len(rows) == len(schedule.entries) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except errors.Unknown as unanswered:
        sys.exit(f"demo: no answer: {unanswered}")

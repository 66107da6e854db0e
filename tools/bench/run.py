#!/usr/bin/python3
"""Measures MotCua on real servers, each figure next to its floor in the same run.

  tools/bench/run                            preset dev, 3 rounds of 8 s: about 10 minutes
  tools/bench/run --preset release           what a province runs: the figures to quote
  tools/bench/run --only lookup,transition   some of: backlog lookup transition receive
                                             visible consume idle sms
  tools/bench/run --rounds 5 --seconds 20
  tools/bench/run --set MOTCUA_PROCESSING_DB_POOL_SIZE=32     an option of a program beside its defaults
  tools/bench/run --no-build --directory DIR --province DIR

Builds what it needs, starts separate servers (tools/stack, .motcua/bench) and one replica of every measured program,
recreates databases and topics, and stops everything. Prints a table; all figures, every round and both
configurations are in .motcua/bench/result.json. tools/bench/README.md says what is compared with what. Needs
tools/install build run bench.
"""

import argparse
import datetime
import json
import pathlib
import shutil
import signal
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path[:0] = [str(HERE), str(TOP / "tests" / "support"), str(TOP / "tools" / "dev")]

try:
    import program_table
    from benching import backlog, consume, idle, lookup, machine, receive, sms, table, transition, visible
    from benching.installation import PROGRAMS, Failed, Installation, run, take_in
except ImportError as missing:
    sys.exit(f"bench: {missing}; tools/install build run bench")

MEASUREMENTS = ("backlog", "lookup", "transition", "receive", "visible", "consume", "idle", "sms")
WITHOUT_DOSSIERS = ("receive", "consume", "idle", "sms")
OF_ALL = ("idle", "sms")  # with all seven programs up; last, so that the others are measured on the path alone
TARGETS = ("bare_http_server", "inbox_load", "receive_load", "transition_load", "visible_load")
DOSSIERS = 256
IDLE_SECONDS = 60.0
TEXTS = 100
BUILD_SECONDS = 3600


def setting(text):
    name, separator, value = text.partition("=")
    if not separator or not name.startswith("MOTCUA_"):
        raise argparse.ArgumentTypeError(f"{text} is not MOTCUA_NAME=VALUE")
    return name, value


def parse(arguments):
    parser = argparse.ArgumentParser(prog="tools/bench/run", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--preset", default="dev", choices=("dev", "release"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--only", default=",".join(MEASUREMENTS), type=lambda text: text.split(","))
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", type=setting,
                        help="an option of a program beside its defaults: MOTCUA_PROCESSING_DB_POOL_SIZE=32")
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--directory", default=TOP / ".motcua" / "bench", type=pathlib.Path)
    parser.add_argument("--province", default=TOP / "deploy" / "sample", type=pathlib.Path)
    options = parser.parse_args(arguments)
    unknown = set(options.only) - set(MEASUREMENTS)
    if unknown or options.rounds < 1 or options.seconds < 1:
        parser.error(f"no such measurement: {', '.join(unknown)}" if unknown else "rounds and seconds start at 1")
    return options


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def measure(options):
    result = {"at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
              "preset": options.preset, "rounds": options.rounds, "seconds": options.seconds,
              "commit": machine.commit(), "machine": machine.describe(), "versions": machine.versions()}
    build = TOP / "build" / options.preset
    if shutil.which("wrk") is None:
        raise Failed("wrk is not installed; tools/install build run bench")
    if not options.no_build:
        say(f"building {options.preset}")
        programs = [f"motcua-{name}" for name in program_table.PROGRAMS]
        run([TOP / "tools" / "build", "--preset", options.preset, *TARGETS, *programs], timeout=BUILD_SECONDS)
    say(f"starting servers and programs in {options.directory}")
    with Installation(options.directory, build, options.province, dict(options.set)) as installation:
        result["configuration"] = {program: installation.configuration(program) for program in PROGRAMS}
        print("\n".join(table.head(result)), flush=True)
        taken, ids = [], []
        if set(options.only) - set(WITHOUT_DOSSIERS):
            say(f"taking in {DOSSIERS} dossiers")
            taken = take_in(installation, DOSSIERS)
            ids = [dossier for dossier, _ in taken]
        parts = {"visible": lambda: visible.measure(installation, ids, options.rounds, 50 * options.seconds),
                 "lookup": lambda: lookup.measure(installation, taken[0][1], options.rounds, options.seconds),
                 "transition": lambda: transition.measure(installation, ids, options.rounds, options.seconds),
                 "receive": lambda: receive.measure(installation, options.rounds, options.seconds),
                 "consume": lambda: consume.measure(installation, options.rounds),
                 "backlog": lambda: backlog.measure(installation, ids),
                 "idle": lambda: idle.measure(installation, IDLE_SECONDS),
                 "sms": lambda: sms.measure(installation, TEXTS)}
        for name in MEASUREMENTS:
            if name in options.only:
                if name in OF_ALL:
                    installation.start_others()
                say(f"measuring {name}")
                result[name] = parts[name]()
                (options.directory / "result.json").write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
                print("\n".join(table.MEASUREMENTS[name](result[name])), flush=True)


def main():
    options = parse(sys.argv[1:])
    options.directory = options.directory.resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and programs are stopped
    try:
        measure(options)
    except Failed as failure:
        say(f"FAILED: {failure}")
        return 1
    say(f"all figures are in {options.directory / 'result.json'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""Runs the end-to-end tests: two replicas of every program on the real servers of tools/stack.

    tests/e2e/run.py [--province sample|random|all] [--seed N] [--keep DIRECTORY] [TEST...]

TEST is a module, class or method, for example path_test.Path.test_12_supplement_in_processing. First every path in a
small province generated from the printed seed, then everything in deploy/sample, each on fresh databases and topics.
After the tests the recounts read histories, tables and topics of what was played, and form II.06a of random periods,
and must not find any faults.
"""

import argparse
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path[:0] = [str(HERE), str(TOP / "tests" / "support")]

from base import Given  # noqa: E402
from motcua_client.province import Province  # noqa: E402
from system import StackMissing, System, binary_directory, stack  # noqa: E402

ALL = ["path_test", "people_test", "sms_test", "feedback_test", "report_test", "portal_test", "repeat_test", "flood_test",
       "bad_input_test", "together_test"]
ON_RANDOM = ["path_test", "sms_test", "feedback_test", "report_test", "portal_test"]


def default_seed():
    """MOTCUA_SEED, or one of the commit's content: the same commit plays the same day everywhere. Without git, any
    number."""
    if os.environ.get("MOTCUA_SEED"):
        return int(os.environ["MOTCUA_SEED"])
    tree = subprocess.run(["git", "-C", TOP, "rev-parse", "HEAD^{tree}"], capture_output=True, text=True, check=False)
    return int(tree.stdout, 16) % 99999 + 1 if tree.returncode == 0 else random.randrange(1, 100000)


def recount(system, with_topics):
    """The independent recount; its exit status."""
    system.wait_quiet(receipts=False)
    topics = ["--kafka", system.brokers] if with_topics else []
    return subprocess.run([sys.executable, TOP / "tools" / "recount" / "recount.py", "--intake",
                           system.database("intake"), "--processing", system.database("processing"), *topics],
                          check=False).returncode


def recount_form06a(system):
    """Form II.06a of random periods against the histories; exit status."""
    system.wait_quiet(receipts=False)
    return subprocess.run([sys.executable, TOP / "tools" / "recount" / "form06a.py", "--intake",
                           system.database("intake"), "--processing", system.database("processing"), "--ctl",
                           str(binary_directory() / "tools" / "ctl" / "motcuactl"), "--random", "50"], check=False,
                          env={**os.environ, "MOTCUA_CTL_REPORTING_TARGETS": ",".join(system.targets("reporting"))}
                          ).returncode


def run(name, directory, province, tests, seed):
    """Tests one province; True if everything passed."""
    print(f"== {name}: {province.code}, seed {seed}", flush=True)
    begin = time.monotonic()
    with System(directory, province.code) as system:
        system.start()
        Given.begin(system, province, seed)
        system.load(province)
        print(f"   up and loaded after {time.monotonic() - begin:.1f} s", flush=True)
        suite = unittest.defaultTestLoader.loadTestsFromNames(tests)
        result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout).run(suite)
        # Bad input leaves messages on the topics that are not in any history.
        bad_events = any("bad_input" in test for test in tests)
        counted = recount(system, not bad_events)
        if not bad_events:  # an event without a dossier would be missing only in the form
            counted |= recount_form06a(system)
        broken = [replica for replica in system.replicas("intake", "processing")
                  if any(line.startswith(("motcua_invariant_violation_total", "motcua_shard_set_aside_items"))
                         and not line.endswith(" 0")
                         for line in system.metrics(replica).splitlines())]
        if broken:
            print(f"   broken invariants or items set aside, counted by {broken}")
        print(f"== {name}: {result.testsRun} tests, {len(result.failures)} failed, {len(result.errors)} errors, "
              f"{time.monotonic() - begin:.0f} s", flush=True)
        return result.wasSuccessful() and result.testsRun > 0 and counted == 0 and not broken


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--province", choices=("sample", "random", "all"), default="all")
    parser.add_argument("--seed", type=int, default=default_seed())
    parser.add_argument("--keep", type=pathlib.Path, help="logs go there and stay")
    parser.add_argument("tests", nargs="*")
    arguments = parser.parse_args()
    directory = arguments.keep or pathlib.Path(tempfile.mkdtemp(prefix="motcua-e2e-"))
    for name in ("province", "random", "sample"):
        shutil.rmtree(directory / name, ignore_errors=True)
    print(f"seed {arguments.seed}; logs in {directory}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that databases are dropped
    good = True
    try:
        stack("POSTGRES_ADMIN_DSN")
        if arguments.province != "sample":
            made = directory / "province"
            subprocess.run([TOP / "tools" / "demo" / "random_province.py", str(arguments.seed), made], check=True)
            good &= run("random province", directory / "random", Province(made), arguments.tests or ON_RANDOM,
                        arguments.seed)
        if arguments.province != "random":
            good &= run("sample province", directory / "sample", Province(TOP / "deploy" / "sample"),
                        arguments.tests or ALL, arguments.seed)
    except StackMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

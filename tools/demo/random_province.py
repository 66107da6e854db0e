#!/usr/bin/env python3
"""Generates a fictitious province: the same files as deploy/sample.

    tools/demo/random_province.py SEED DIRECTORY

The same seed gives the same files, byte for byte. For any seed, the province has the cases that programs must not
depend on by name: a fee before acceptance online and one after it, a procedure without a limit and one of the same day,
limits in all units with cut-offs, both supplement policies, two named agencies at work at once, a closed commune with
its successor, and other office hours and holidays. Every row is marked as unverified.
tests/contract/check_sample.py accepts the result.
"""

import argparse
import pathlib
import random
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from province_maker import agencies, days, procedures, rules, workflows  # noqa: E402
from province_maker.files import write  # noqa: E402


def make(seed):
    """The files of the province of that seed: path in the directory -> JSON document."""
    chance = random.Random(seed)
    calendar = days.make_calendar(chance, seed)
    tree = agencies.make_tree(chance)
    files = {
        "province.json": {"province": tree.code, "province_name_vi": tree.name_vi},
        "agencies.json": {"agencies": tree.rows},
        "rule-sets.json": {"rule_sets": rules.make_rule_sets(chance)},
        "calendar.json": calendar,
    }
    for procedure in procedures.make_procedures(chance, tree, days.afternoon(calendar)):
        files[f"procedures/{procedure['code']}.json"] = procedure
        workflow = workflows.make_workflow(chance, tree, procedure)
        files[f"workflows/{workflow['id']}.json"] = workflow
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("seed", type=int)
    parser.add_argument("directory", type=pathlib.Path, help="made if it is not there; must be empty")
    arguments = parser.parse_args()
    if arguments.directory.exists() and any(arguments.directory.iterdir()):
        print(f"{arguments.directory} is not empty", file=sys.stderr)
        return 2
    files = make(arguments.seed)
    for path, document in files.items():
        write(arguments.directory / path, document)
    print(f"province {files['province.json']['province']} of seed {arguments.seed} in {arguments.directory}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

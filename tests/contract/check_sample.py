#!/usr/bin/python3
"""Checks the files of a province before they are loaded.

    tests/contract/check_sample.py [--quiet] [DIRECTORY]        default: deploy/sample

Reads province.json, agencies.json, rule-sets.json, procedures/*.json, workflows/*.json and calendar.json, as
deploy/sample/README.md describes them, and shares no code with the programs: the messages are generated from proto/ by
protoc at each run. Needs protobuf-compiler and python3-protobuf.
Prints one line per fault and `N passed, N failed`; exit status 1 if there is a fault, 2 if nothing could be checked.
"""

import argparse
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from sample_check import agencies, calendar_file, procedures, rule_sets, sources, workflows  # noqa: E402
from sample_check.documents import Unreadable, load_province  # noqa: E402
from sample_check.report import Report  # noqa: E402

TOP = pathlib.Path(__file__).resolve().parents[2]


def check(directory):
    """All faults of the province in `directory`, as a Report."""
    report = Report()
    province = load_province(TOP / "proto", pathlib.Path(directory), report)
    agencies.check(province, report)
    rule_sets.check(province, report)
    procedures.check(province, report)
    workflows.check(province, report)
    sources.check(province, report)
    calendar_file.check(province.calendar, report)
    return province, report


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("directory", nargs="?", default=TOP / "deploy" / "sample")
    parser.add_argument("--quiet", action="store_true", help="print faults and the summary only")
    arguments = parser.parse_args()
    try:
        province, report = check(arguments.directory)
    except Unreadable as error:
        print(f"cannot check {arguments.directory}: {error}", file=sys.stderr)
        return 2
    for fault in report.faults:
        print(f"FAILED {fault}")
    if not arguments.quiet:
        catalogue = province.catalogue
        codes = {procedure.code for procedure in catalogue.procedures}
        print(f"{catalogue.province}: {len(catalogue.agencies)} agencies, {len(catalogue.rule_sets)} rule sets, "
              f"{len(codes)} procedures in {len(catalogue.procedures)} versions, {len(province.workflows)} workflows, "
              f"{sources.count_unverified(province)} values marked as unverified")
    print(f"{report.passed} passed, {len(report.faults)} failed")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""Compares running programs with the list of metrics: they have all listed metrics, and no others.

    tests/contract/metrics_scrape.py http://127.0.0.1:9464 http://127.0.0.1:9465/metrics ...

Which program answers is taken from its motcua_build_info. Limits of R7.1: 3,000 series, 1,000 values of a label.
"""

import argparse
import collections
import sys
import urllib.request

sys.dont_write_bytecode = True

from metrics_check import exposition, listing  # noqa: E402

MOST_SERIES = 3000
MOST_VALUES = 1000


def family_of(series, types):
    """The metric to which a series belongs."""
    for end in ("_bucket", "_sum", "_count"):
        if series.endswith(end) and types.get(series.removesuffix(end)) == "histogram":
            return series.removesuffix(end)
    return series


def check(text, metrics):
    """(program, faults) of one answer."""
    types, samples = exposition.read(text)
    program = next((labels.get("service", "") for name, labels in samples if name == "motcua_build_info"), "")
    faults, values = [], collections.defaultdict(set)
    if program not in listing.PROGRAMS:
        faults.append(f"motcua_build_info does not name one of our programs: {program!r}")
    for series, labels in samples:
        name = family_of(series, types)
        listed = metrics.get(name)
        for key, value in labels.items():
            values[name, key].add(value)
        if listed is None:
            faults.append(f"{name} is not in the list")
        elif types.get(name) != listed.type:
            faults.append(f"{name} is a {types.get(name)} and listed as a {listed.type}")
        elif set(labels) - {"le"} != set(listed.labels):
            faults.append(f"{name} has the labels {sorted(set(labels) - {'le'})} and is listed with "
                          f"{sorted(listed.labels)}")
        elif program not in listed.programs:
            faults.append(f"{name} is listed for {list(listed.programs)} only")
    shown = {family_of(series, types) for series, _ in samples}
    faults += [f"{name} is listed and not shown" for name, metric in metrics.items()
               if program in metric.programs and not metric.lazy and name not in shown]
    faults += [f"{name} has {len(seen)} values of {key}" for (name, key), seen in values.items()
               if len(seen) > MOST_VALUES]
    if len(samples) > MOST_SERIES:
        faults.append(f"{len(samples)} series; {MOST_SERIES} are allowed")
    return program, list(dict.fromkeys(faults))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("urls", nargs="+", metavar="URL", help="address of a program's operations port")
    urls = parser.parse_args().urls
    metrics, faults = listing.read()
    for url in urls:
        full = url if url.endswith("/metrics") else url.rstrip("/") + "/metrics"
        try:
            with urllib.request.urlopen(full, timeout=10) as answer:
                program, found = check(answer.read().decode(), metrics)
        except (OSError, ValueError) as error:
            program, found = "?", [str(error)]
        print(f"{full} ({program}): {len(found)} faults")
        faults += [f"{full}: {fault}" for fault in found]
    print("\n".join(faults))
    print(f"metrics scrape: {len(urls)} programs, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

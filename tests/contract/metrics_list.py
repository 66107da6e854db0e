#!/usr/bin/python3
"""The list of metrics against the sources: each registered one is listed, each listed one is registered, with the same
type and labels; and documents name only existing ones.

    tests/contract/metrics_list.py
"""

import re
import sys

sys.dont_write_bytecode = True

from metrics_check import listing, sources  # noqa: E402

# Names that look like a metric, in documents; the README of libs/metrics invents some as examples.
MENTION = re.compile(r"\bmotcua_[a-z0-9_]+_(?:total|seconds|bytes|events|messages|state)\b")
EXAMPLES = ("libs/metrics/README.md",)


def compare(metrics, registered):
    faults, where = [], {}
    for found in registered:
        if not found.name:
            faults.append(f"{found.where}: the name of a metric is written where it is registered, as a literal")
            continue
        where.setdefault(found.name, []).append(found)
        listed = metrics.get(found.name)
        if listed is None:
            faults.append(f"{found.where}: {found.name} ({found.type}, labels {list(found.labels)}) is not in "
                          "deploy/prometheus/metrics.yaml")
        elif (listed.type, listed.labels) != (found.type, found.labels):
            faults.append(f"{found.where}: {found.name} is a {found.type} with {list(found.labels)} here and a "
                          f"{listed.type} with {list(listed.labels)} in the list")
    for name, metric in metrics.items():
        if name not in where:
            faults.append(f"deploy/prometheus/metrics.yaml: {name} is registered nowhere")
            continue
        services = {found.where.split("/")[1] for found in where[name] if found.where.startswith("services/")}
        if not services <= set(metric.programs):
            faults.append(f"deploy/prometheus/metrics.yaml: {name} is shown by {sorted(services)} too")
        if all(found.where.startswith("services/") for found in where[name]) and services != set(metric.programs):
            faults.append(f"deploy/prometheus/metrics.yaml: {name} is shown by {sorted(services)} only")
    return faults


def check_documents(metrics, top):
    known = {name for metric in metrics.values() for name in (metric.name, *metric.series())}
    for file in sorted([*top.glob("*.md"), *(path for room in ("docs", "libs", "services", "tools", "deploy", "helm")
                                             for path in (top / room).rglob("*.md"))]):
        path = str(file.relative_to(top))
        if path in EXAMPLES or "node_modules" in path:
            continue
        for name in sorted(set(MENTION.findall(file.read_text(encoding="utf-8"))) - known):
            yield f"{path}: {name} is not one of our metrics"


def main():
    metrics, faults = listing.read()
    registered = list(sources.everything(listing.TOP))
    faults += compare(metrics, registered)
    faults += check_documents(metrics, listing.TOP)
    print("\n".join(faults))
    print(f"metrics list: {len(metrics)} metrics, {len(registered)} places, {len(faults)} faults")
    return 1 if faults or not registered else 0


if __name__ == "__main__":
    sys.exit(main())

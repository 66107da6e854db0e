"""Events through an inbox, compared with a statement that only moves the same number of cursors."""

import json
import statistics

from benching.installation import run

DATABASE = "bench_consume"
EVENTS = 80_000
BATCH = 200
# what, in one batch, events of that run: one at a time takes its time
CASES = (("nothing", BATCH, EVENTS), ("counters", BATCH, EVENTS), ("nothing", 1, EVENTS // 10), ("counters", 1, EVENTS // 10))


def inbox_load(installation, what, batch, events):
    installation.remake_database(DATABASE)
    installation.deploy_schema("reporting", DATABASE)
    return json.loads(run([installation.build / "tools" / "bench" / "inbox_load", installation.database(DATABASE),
                           events, batch, what]))


def measure(installation, rounds):
    report = {}
    for what, batch, events in CASES:
        found = [{"ours": inbox_load(installation, what, batch, events),
                  "floor": inbox_load(installation, "floor", batch, events)} for _ in range(rounds)]
        report[f"{what}, {batch} together"] = {
            **{side: {name: statistics.median(row[side][name] for row in found) for name in ("per_second", "cpu_us")}
               for side in ("ours", "floor")},
            "ratio": statistics.median(row["ours"]["per_second"] / row["floor"]["per_second"] for row in found),
            "rounds": found}
    return {"cases": report}

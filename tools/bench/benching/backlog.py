"""What a program costs that starts far behind: peak memory and the time until it has caught up."""

import pathlib
import time

import program_table

from benching.idle import caught_up
from benching.installation import PROGRAMS, wait_for
from benching.transition import transition_load, write_listing

EVENTS = 50_000
CALLERS = 32
SECONDS = 8
DRAIN_SECONDS = 300
CAUGHT_UP_SECONDS = 600
# Consumers of motcua.processing.dossier.v1.
BEHIND = ("gateway", "notification", "feedback", "reporting", "portalsync")


def peak_mib(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def measure(installation, dossier_ids):
    """All programs at once, one replica each, at least EVENTS behind; first of all, while the topics hold nothing else."""
    for program in list(installation.processes):
        if program != "processing":
            installation.stop(program)
    listing = write_listing(installation, dossier_ids)
    made = 0
    while made < EVENTS:
        made += transition_load(installation, CALLERS, SECONDS, listing)["done"]
    wait_for(lambda: not installation.query("bench_processing", "SELECT 1 FROM outbox_events LIMIT 1"), DRAIN_SECONDS,
             "all events published")
    begin = time.monotonic()
    installation.start_others()
    rows = {}

    def all_caught_up():
        for program in BEHIND:
            if program not in rows and caught_up(installation, program):
                rows[program] = {"seconds": time.monotonic() - begin}
        return len(rows) == len(BEHIND)
    wait_for(all_caught_up, CAUGHT_UP_SECONDS, "every consumer has caught up", 0.5)
    for program, row in rows.items():
        row["peak_mib"] = peak_mib(installation.processes[program].pid)
    # The following is measured on the path alone.
    for program in list(installation.processes):
        if program not in PROGRAMS:
            installation.stop(program)
    return {"events": made, "programs": {program: rows[program] for program in program_table.PROGRAMS if program in rows}}

"""The cost of idle programs: time to ready, resident memory, CPU time."""

import pathlib
import time

import program_table

from benching.installation import wait_for
from benching.machine import cpu_seconds

CAUGHT_UP_SECONDS = 1800.0  # the other measurements leave a quarter of a million events
SETTLE_SECONDS = 20.0


def resident_mib(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def caught_up(installation, program):
    """Events that still wait are work."""
    return (installation.metric(program, "motcua_kafka_consumer_assigned_partitions") > 0
            and installation.metric(program, "motcua_kafka_consumer_lag_events") == 0)


def measure(installation, seconds):
    """Each program, one replica, all seven up; figures of a minute without work."""
    ready = {}
    for program in program_table.PROGRAMS:
        installation.stop(program)
        begin = time.monotonic()
        installation.start(program)
        installation.wait_ready(program, 0.005)
        ready[program] = time.monotonic() - begin
    for program in program_table.PROGRAMS:
        wait_for(lambda program=program: caught_up(installation, program), CAUGHT_UP_SECONDS, f"{program} has caught up", 1)
    time.sleep(SETTLE_SECONDS)
    pids = {program: installation.processes[program].pid for program in program_table.PROGRAMS}
    before = {program: cpu_seconds(pid) for program, pid in pids.items()}
    begin = time.monotonic()
    time.sleep(seconds)
    passed = time.monotonic() - begin
    return {"seconds": seconds, "programs": {program: {
        "ready_seconds": ready[program], "resident_mib": resident_mib(pid),
        "cpu_seconds_a_minute": (cpu_seconds(pid) - before[program]) * 60 / passed,
        "threads": len(list(pathlib.Path(f"/proc/{pid}/task").iterdir()))} for program, pid in pids.items()}}

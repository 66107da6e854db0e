"""The machine of the measurements, and the CPU time of a server."""

import contextlib
import os
import pathlib
import platform
import resource
import shutil
import statistics

from benching.installation import TOP, Failed, run

TICKS = os.sysconf("SC_CLK_TCK")


def describe():
    facts = {}
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        facts.setdefault(name.strip(), value.strip())
    memory = pathlib.Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()[0].split()[1]
    return {"cores": os.cpu_count(), "cpu": facts.get("model name", platform.machine()),
            "memory_gib": round(int(memory) / 1048576, 1), "kernel": platform.release(),
            "load_before": os.getloadavg()[0]}


def versions():
    def first(*command):
        try:
            return run(command).splitlines()[0].strip()
        except (Failed, OSError, IndexError):
            return "unknown"
    jars = sorted(path.name for path in (TOP / ".motcua" / "kafka" / "lib").glob("kafka-clients-*.jar"))
    return {"postgresql": first("postgres" if shutil.which("postgres") else "psql", "--version"),
            "redis": " ".join(first("redis-server", "--version").split()[:3]),
            "kafka": jars[0].removeprefix("kafka-clients-").removesuffix(".jar") if jars else "unknown",
            "compiler": first("g++", "--version")}


def commit():
    changed = run(["git", "-C", TOP, "status", "--porcelain", "--", "libs", "services", "proto"]).strip()
    return run(["git", "-C", TOP, "rev-parse", "--short=12", "HEAD"]).strip() + (" and changes" if changed else "")


def cpu_seconds(pid):
    """User and system time of a process with all its threads."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cpu_with_children(pid):
    """cpu_seconds of a process, of its children and of those that it has waited for."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    waited_for = (int(fields[13]) + int(fields[14])) / TICKS
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    total = cpu_seconds(pid) + waited_for
    for child in children:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # ended just now: next time it was waited for
            total += cpu_seconds(child)
    return total


def cpu_by_process(installation):
    """Seconds so far of every program, every server, and of what this program has run to its end (the clients)."""
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {name: cpu_seconds(process.pid) for name, process in installation.processes.items()} | {
        name: cpu_with_children(pid) for name, pid in installation.server_pids().items()} | {
        "client": own.ru_utime + own.ru_stime}


def median(rows, name):
    return statistics.median(row[name] for row in rows)

"""What the figures were taken on, and what it costs a server to answer."""

import os
import pathlib
import platform
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


def median(rows, name):
    return statistics.median(row[name] for row in rows)

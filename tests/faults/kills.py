#!/usr/bin/python3
"""Kills programs at every crash point, and servers in mid-load; then every dossier must be stored, once and in order.

    tests/faults/kills.py [--times N] [--only NAME[,NAME...]] [--no-servers] [--seed N] [--keep DIRECTORY]

Every MOTCUA_FAILPOINT of the sources is armed in a replica of a program that passes it, under load, until a process has
ended there with status 137 at least N times (default 1); the run fails if a point is never hit. Then Kafka, Redis,
PostgreSQL
and Kannel's boxes are killed with -9 and restarted, and the National Portal is down for a while (--portal-down
SECONDS),
under the same load. At the end the result is checked by the recounts, by the clients' history, and by what telephones
and the portal have received. Needs programs built with crash points (preset dev) and separate servers
(MOTCUA_STACK_DIR), because they are killed.
"""

import argparse
import collections
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path[:0] = [str(HERE), str(TOP / "tests" / "e2e"), str(TOP / "tests" / "support")]

import checker  # noqa: E402
from base import Given  # noqa: E402
from load import Load  # noqa: E402
from motcua_client import history, stubs  # noqa: E402
from motcua_client.portal import Simulator  # noqa: E402
from motcua_client.province import Province  # noqa: E402
from motcua_client.sms import Network  # noqa: E402
from run import default_seed, recount, recount_form06a  # noqa: E402
from system import STATEFUL, StackMissing, System, stack, wait_for  # noqa: E402

CRASHED = 137
HIT_SECONDS = 100.0  # a dead consumer's partitions are reassigned after its session time-out of 45 s
POINT_SECONDS = 60.0  # per hit of one point, on average
DOWN_SECONDS = 3.0
RECOVERY_SECONDS = 60.0
# For everything that waits for the portal, at three calls per event, after its consumers have got their partitions.
PORTAL_SECONDS = 240.0
SERVERS = ("kafka", "redis", "postgres", "bearerbox", "smsbox")
# Programs that pass the crash points of a library. Other points belong to the service in whose sources they are.
PASSED_BY = {"db": ("intake", "processing"), "outbox": ("processing", "intake"), "inbox": ("processing",),
             "command": ("processing", "feedback"), "kafka": ("processing", "gateway")}
MOST_PASSES = 5


def find_points():
    """{name: programs that pass it}, from the sources."""
    points = {}
    sources = (*TOP.glob("libs/*/src/**/*.cc"), *TOP.glob("libs/*/include/**/*.h"), *TOP.glob("services/**/*.cc"))
    for path in sorted(sources):
        if "tests" in path.parts or path.name == "failpoint.h":
            continue
        for name in re.findall(r'MOTCUA_FAILPOINT\("([^"]+)"\)', path.read_text(encoding="utf-8")):
            parts = path.relative_to(TOP).parts
            points[name] = (parts[1],) if parts[0] == "services" else PASSED_BY.get(parts[1], ("intake", "processing"))
    return points


class Kills:
    def __init__(self, system, load, chance):
        self.system = system
        self.load = load
        self.chance = chance
        self.hits = collections.Counter()
        self.box_kills = []  # where the network's log ended when bearerbox was killed
        self._armed = {}  # replica -> (point, since)

    def crash_all(self, points, times):
        """Hits every point at least `times`; False if one is never hit. All programs at once: a program that ended at a
        point is started again with the next one armed."""
        deadline = time.monotonic() + POINT_SECONDS * times * len(points)
        programs = sorted({program for passed_by in points.values() for program in passed_by})
        for replica in self.system.replicas(*programs):
            self._arm(replica, points, times)
        while any(self.hits[name] < times for name in points) and time.monotonic() < deadline:
            time.sleep(0.1)
            for replica in list(self._armed):
                self._look_after(replica, points, times)
        for replica in list(self._armed):
            self.system.stop(replica)
            self.system.start_replica(replica)
        for replica in self.system.replicas():
            self.system.wait_ready(replica)
        unhit = [name for name in points if self.hits[name] < times]
        for name in unhit:
            print(f"   UNHIT {name}: {self.hits[name]} of {times}")
        return not unhit

    def _arm(self, replica, points, times):
        """Starts it again, armed with the point of its program that needs the most hits and is armed least."""
        if self.system.processes.get(replica) is not None:
            self.system.stop(replica)
        program = replica.rsplit("-", 1)[0]
        armed = collections.Counter(point for point, _ in self._armed.values())
        lacking = [name for name, passed_by in points.items() if program in passed_by and self.hits[name] < times]
        self._armed.pop(replica, None)
        if not lacking:
            self.system.start_replica(replica)
            return
        self.chance.shuffle(lacking)
        point = min(lacking, key=lambda name: (armed[name], self.hits[name]))
        self._armed[replica] = (point, time.monotonic())
        self.system.start_replica(replica, MOTCUA_CRASH_AT=f"{point}:{self.chance.randint(1, MOST_PASSES)}")

    def _look_after(self, replica, points, times):
        point, since = self._armed[replica]
        status = self.system.processes[replica].poll()
        waited = time.monotonic() - since
        if status is None:
            if waited > HIT_SECONDS:
                self._arm(replica, points, times)
            return
        if status != CRASHED:
            raise AssertionError(f"{replica} ended with status {status}, not at {point}\n{self.system.log_tail(replica)}")
        self.hits[point] += 1
        print(f"   {replica} at {point} after {waited:.0f} s", flush=True)
        self._arm(replica, points, times)

    def kill_servers(self):
        for server in SERVERS:
            self.system.stack_command("kill", server)
            if server == "bearerbox":
                self.box_kills.append(Network.of_stack().mark())
            time.sleep(DOWN_SECONDS)
            self.system.stack_command("restart", server)
            back = time.monotonic()
            wait_for(lambda back=back: self.load.last_ok > back, RECOVERY_SECONDS, f"work goes on after {server}")
            print(f"   {server}: killed -9, down {DOWN_SECONDS:.0f} s and more, a whole dossier again "
                  f"{self.load.last_ok - back:.1f} s after it was back", flush=True)
            for replica in self.system.replicas():
                if self.system.processes[replica].poll() is not None:
                    raise AssertionError(f"{replica} died of {server}\n{self.system.log_tail(replica)}")
                self.system.wait_ready(replica)

    def portal_down(self, seconds):
        """The National Portal is down while work continues."""
        portal = Simulator(stack("PORTAL_URL"))
        portal.tell("mode", mode="down")
        before = self.load.outcomes["dossiers"]
        time.sleep(seconds)
        portal.tell("mode", mode="up")
        print(f"   portal: down {seconds:.0f} s, {self.load.outcomes['dossiers'] - before} dossiers meanwhile", flush=True)


def true_states(system):
    """{code: [state after each event]}, from the owners' histories."""
    head = stubs.module("motcua/type/v1/dossier").DossierEventHead
    states = collections.defaultdict(list)
    for owner in ("intake", "processing"):
        for payload, in system.query(owner, "SELECT payload FROM event_history WHERE stream = 'dossier'"
                                            " ORDER BY key, sequence"):
            facts = head.FromString(bytes(payload)).facts
            states[facts.code].append(facts.state)
    return dict(states)


def judge_listeners(system, mark, box_kills, seconds):
    """Faults in what telephones and the National Portal have received; waits this long for the portal."""
    sync = system.service("portalsync", "operator")
    request = stubs.module("motcua/portalsync/v1/portalsync_service").GetSyncRequest()
    wait_for(lambda: sync.GetSync(request).events_waiting == 0, seconds, "the portal has every event", 1.0)
    held = {code: [entry["state"] for entry in row["progress"]]
            for code, row in Simulator(stack("PORTAL_URL")).held().items()}
    network = Network.of_stack()
    texts = [(sms.phone, sms.text) for sms in network.received(mark)]
    kills = [len(texts) - len(network.received(place)) for place in box_kills]
    rows = system.query("notification", "SELECT state, text FROM messages")
    print(f"   the portal holds {len(held)} dossiers; telephones got {len(texts)} texts; messages by state:"
          f" {dict(sorted(collections.Counter(state for state, _ in rows).items()))}", flush=True)
    return (checker.check_portal(held, true_states(system)) + checker.check_texts(texts, kills)
            + checker.check_messages(rows, [text for _, text in texts], bool(box_kills)))


def judge(system, load, mark, kills, portal_seconds):
    """True if stores, topics, clients, telephones, the portal and reports agree."""
    system.wait_quiet(240, receipts=not kills.box_kills)
    system.log.close()
    dossiers, sequences, faults = checker.read_stores(system)
    lines = history.read(system.history_file)
    faults += checker.check_history(lines, dossiers, sequences)
    faults += judge_listeners(system, mark, kills.box_kills, portal_seconds)
    faults += checker.read_flows(STATEFUL, system)
    faults += [f"unexpected: {surprise}" for surprise in load.surprises]
    outcomes = collections.Counter(line["outcome"] for line in lines)
    print(f"   {len(dossiers)} dossiers; clients' history: {dict(outcomes)}", flush=True)
    for fault in faults[:30]:
        print(f"   FAULT {fault}")
    return not faults and recount(system, True) == 0 and recount_form06a(system) == 0


def run(arguments, directory):
    province = Province(TOP / "deploy" / "sample")
    points = find_points()
    if arguments.only:
        points = {name: points[name] for name in arguments.only.split(",")}
    print(f"{len(points)} crash points, {arguments.times} times each, seed {arguments.seed}; logs in {directory}",
          flush=True)
    begin = time.monotonic()
    with System(directory, province.code, "faults", log_history=True) as system:
        system.start()
        Given.begin(system, province, arguments.seed)
        system.load(province)
        mark = Network.of_stack().mark()
        load = Load(system, province, Given.now)
        kills = Kills(system, load, random.Random(arguments.seed))
        load.start()
        try:
            good = kills.crash_all(points, arguments.times)
            if not arguments.no_servers:
                kills.kill_servers()
                kills.portal_down(arguments.portal_down)
        finally:
            load.stop()
        good &= judge(system, load, mark, kills, PORTAL_SECONDS + arguments.portal_down)
        good &= load.outcomes["dossiers"] > 0
    print(f"{sum(kills.hits.values())} crashes at {len(points)} points, load {dict(load.outcomes)}, "
          f"{time.monotonic() - begin:.0f} s: {'passed' if good else 'FAILED'}", flush=True)
    return 0 if good else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--only", default="", help="these crash points only")
    parser.add_argument("--no-servers", action="store_true", help="leave the servers alone")
    parser.add_argument("--portal-down", type=float, default=15.0, help="seconds (15)")
    parser.add_argument("--seed", type=int, default=default_seed())
    parser.add_argument("--keep", type=pathlib.Path, help="logs and the clients' history go there and stay")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    directory = arguments.keep or pathlib.Path(tempfile.mkdtemp(prefix="motcua-faults-"))
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "history.jsonl").unlink(missing_ok=True)
    try:
        stack("DIR")
        return run(arguments, directory)
    except StackMissing as missing:
        print(missing, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

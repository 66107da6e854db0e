"""The programs of one installation on this machine, as data: listeners, targets and settings of each.

    python3 program_table.py programs                   intake processing ...
    python3 program_table.py stateful                   those that own a database
    python3 program_table.py ports                      intake-1-grpc intake-1-metrics ...
    python3 program_table.py write DIR PROVINCE         DIR/programs/REPLICA.env and Prometheus's targets

tools/run starts what `write` wrote; the end-to-end tests import `PROGRAMS` and `settings`. Both define locations by a
Place. Servers are those of tools/stack (MOTCUA_STACK_*).
"""

import dataclasses
import json
import os
import pathlib
import secrets
import sys
from typing import Callable

REPLICAS = 2


@dataclasses.dataclass(frozen=True)
class Program:
    """One program; `calls` are those whose gRPC it needs, `own` returns settings specific to this program."""

    name: str
    calls: tuple = ()
    stateful: bool = True
    listens: tuple = ("grpc", "metrics")
    own: Callable = lambda place, replica: {}

    def replicas(self):
        return [f"{self.name}-{number}" for number in range(1, REPLICAS + 1)]


class Place:
    """Locations; each tool that starts programs defines one."""

    province = ""

    def address(self, replica, what):
        """host:port on which a replica listens."""
        raise NotImplementedError

    def dsn(self, program):
        raise NotImplementedError

    def secret(self, name):
        """Path of a file with a secret, made at the first call."""
        raise NotImplementedError

    @staticmethod
    def stack(name):
        return os.environ[f"MOTCUA_STACK_{name}"]

    def targets(self, program):
        return [self.address(replica, "grpc") for replica in PROGRAMS[program].replicas()]


def make_secret(path):
    """A secret of 256 bits in hexadecimal, readable by its owner only; a path that exists stays as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        made = path.with_name(path.name + ".new")
        made.touch(mode=0o600)
        made.write_text(secrets.token_hex(32), encoding="ascii")
        made.rename(path)
    return str(path)


def make_portals(path):
    """Tokens by which portals prove who they are to the gateway."""
    if not path.exists():
        made = path.with_name(path.name + ".new")
        made.touch(mode=0o600)
        made.write_text(json.dumps({"portals": [{"id": "sample-portal", "token": secrets.token_urlsafe(32)}]},
                                   indent=2), encoding="ascii")
        made.rename(path)
    return str(path)


def _gateway(place, replica):
    return {"HTTP_LISTEN": place.address(replica, "http"), "REDIS_ADDRESS": place.stack("REDIS_ADDRESS"),
            "PORTAL_CREDENTIALS_FILE": place.secret("portal-credentials.json")}


def _notification(place, replica):
    # Kannel has one call-back address, the first replica's; a province has a load balancer there.
    first = f"127.0.0.1:{place.stack('SMS_CALLBACK_PORT')}"
    return {"KANNEL_URL": place.stack("KANNEL_SENDSMS_URL"), "KANNEL_USER": place.stack("KANNEL_USER"),
            "KANNEL_PASSWORD_FILE": place.stack("KANNEL_PASSWORD_FILE"), "SENDER": "MOTCUA",
            "MESSAGES_PER_SECOND": "200",  # the fake network has no contract rate
            "CALLBACK_LISTEN": first if replica.endswith("-1") else place.address(replica, "callback"),
            "CALLBACK_URL": f"http://{first}", "CALLBACK_SECRET_FILE": place.stack("SMS_CALLBACK_SECRET_FILE"),
            "PHONE_KEY_FILE": place.secret("phone-key"), "CONTACT": "1022"}


def _portalsync(place, _):
    return {"PORTAL_URL": place.stack("PORTAL_URL"), "USER": place.stack("PORTAL_USER"),
            "PASSWORD_FILE": place.stack("PORTAL_PASSWORD_FILE"), "UNIT_CODE": place.stack("PORTAL_UNIT_CODE"),
            "BACK_OFF_FIRST": "100ms", "BACK_OFF_MOST": "2s", "PROBE_INTERVAL": "500ms"}


PROGRAMS = {program.name: program for program in (
    Program("intake", ("processing",)),
    Program("processing", ("intake",)),
    Program("notification", ("intake", "processing", "gateway", "feedback"),
            listens=("grpc", "metrics", "callback"), own=_notification),
    Program("feedback", ("intake", "processing")),
    Program("reporting", ("intake", "processing", "feedback")),
    Program("portalsync", ("intake", "processing"), own=_portalsync),
    Program("gateway", ("intake", "processing", "feedback"), stateful=False, listens=("http", "grpc", "metrics"),
            own=_gateway),
)}


def stateful():
    return [name for name, program in PROGRAMS.items() if program.stateful]


def replicas(*programs):
    return [replica for name in programs or PROGRAMS for replica in PROGRAMS[name].replicas()]


def program_of(replica):
    return PROGRAMS[replica.rsplit("-", 1)[0]]


def settings(place, replica):
    """The environment of one replica."""
    program = program_of(replica)
    said = {"GRPC_LISTEN": place.address(replica, "grpc"), "METRICS_LISTEN": place.address(replica, "metrics"),
            "KAFKA_BROKERS": place.stack("KAFKA_BROKERS"),
            "DRAIN_DELAY": "200ms"}  # no load balancer has to notice anything here
    if program.stateful:
        said |= {"DB_DSN": place.dsn(program.name), "PROVINCE": place.province, "SIMULATION": "true"}
    said |= {f"{callee.upper()}_TARGETS": ",".join(place.targets(callee)) for callee in program.calls}
    said |= program.own(place, replica)
    return {f"MOTCUA_{program.name.upper()}_{name}": value for name, value in said.items()}


class StackPlace(Place):
    """Beside the servers in the directory of tools/stack; ports were given out by tools/dev/ports.sh."""

    def __init__(self, directory, province):
        self.directory = pathlib.Path(directory)
        self.province = province

    def address(self, replica, what):
        return f"127.0.0.1:{(self.directory / 'ports' / f'{replica}-{what}').read_text().strip()}"

    def dsn(self, program):
        return f"postgresql://motcua_{program}@127.0.0.1:{self.stack('POSTGRES_PORT')}/motcua_{program}"

    def secret(self, name):
        if name == "portal-credentials.json":
            return make_portals(self.directory / name)
        return make_secret(self.directory / "secrets" / name)

    def write(self):
        folder = self.directory / "programs"
        folder.mkdir(exist_ok=True)
        for replica in replicas():
            lines = [f"{name}={value}\n" for name, value in settings(self, replica).items()]
            (folder / f"{replica}.env").write_text("".join(lines), encoding="utf-8")
        targets = [{"targets": [self.address(replica, "metrics")],
                    "labels": {"service": program_of(replica).name, "replica": replica}} for replica in replicas()]
        # Prometheus may read at any moment.
        file = self.directory / "prometheus" / "targets" / "programs.json"
        made = file.with_name("programs.json.new")
        made.write_text(json.dumps(targets, indent=2) + "\n", encoding="ascii")
        made.rename(file)


def main(words):
    if words == ["programs"]:
        print(*PROGRAMS)
    elif words == ["stateful"]:
        print(*stateful())
    elif words == ["ports"]:
        print(*(f"{replica}-{what}" for replica in replicas() for what in program_of(replica).listens))
    elif len(words) == 3 and words[0] == "write":
        StackPlace(*words[1:]).write()
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Two replicas of every program as child processes, on separate databases and topics, for the end-to-end tests.

    with System(directory, "X01") as system:
        system.start()
        system.load(province)
        system.kill("intake-1"); system.start_replica("intake-1"); system.wait_ready("intake-1")

Servers come from tools/stack (MOTCUA_STACK_*), programs from $MOTCUA_BINARY_DIR (default build/dev). Topic names are
fixed in the programs, so only one System may use a Kafka at a time: the topics are recreated. Logs are kept in
`directory`.
"""

import concurrent.futures
import contextlib
import dataclasses
import datetime
import json
import os
import pathlib
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit, urlunsplit

import confluent_kafka
import confluent_kafka.admin
import psycopg2

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests" / "support"), str(TOP / "tools" / "dev")]

import program_table  # noqa: E402
from google.protobuf.timestamp_pb2 import Timestamp  # noqa: E402
from motcua_client import flow, history, province as provinces, stubs  # noqa: E402
from motcua_client.officer import Service  # noqa: E402
from motcua_client.rest import RestClient  # noqa: E402

PROGRAMS = tuple(program_table.PROGRAMS)
STATEFUL = tuple(program_table.stateful())
READY_SECONDS = 40.0
STOP_SECONDS = 45.0
LEAVE_SECONDS = 15.0
VOLATILE = ("shard_leases",)  # heartbeats, not facts
# Work that a program has left after an answer, besides outbox and consumers: counts that are 0 when all is done.
OWED = [*((program, "SELECT count(*) FROM dead_letters WHERE NOT published") for program in STATEFUL),
        # Created and due, or claimed; texts that wait for an answer.
        ("notification", "SELECT count(*) FROM messages WHERE state = 2 OR state = 1 AND not held"),
        ("notification", "SELECT count(*) FROM inbound WHERE result = ''")]
# Handed off to Kannel, which owes a receipt.
RECEIPTS = ("notification", "SELECT count(*) FROM messages WHERE state = 3")


class StackMissing(Exception):
    """The real servers are missing."""


@dataclasses.dataclass(frozen=True)
class Message:
    """A message of a topic; `headers` by name."""

    topic: str
    key: str
    value: bytes
    headers: dict
    partition: int = -1  # any


def stack(name):
    """The address of a server, MOTCUA_STACK_<name>."""
    value = os.environ.get(f"MOTCUA_STACK_{name}", "")
    if not value:
        raise StackMissing(f"MOTCUA_STACK_{name} is not set: start the servers with tools/stack up and source its env")
    return value


def binary_directory():
    return pathlib.Path(os.environ.get("MOTCUA_BINARY_DIR") or TOP / "build" / "dev")


def wait_for(condition, seconds, what, pause=0.1):
    """The first true value of `condition`; fails with a clear message after a time-out."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(pause)


class System(program_table.Place):
    """Everything of one installation under test. Not thread-safe; its clients are."""

    stack = staticmethod(stack)

    def __init__(self, directory, province, label="e2e", log_history=False):
        self.directory = pathlib.Path(directory)
        self.province = province
        self.label = f"motcua_{label}_{os.getpid()}"
        (self.directory / "logs").mkdir(parents=True, exist_ok=True)
        self.history_file = self.directory / "history.jsonl" if log_history else None
        self.log = history.History(self.history_file)
        self.brokers = stack("KAFKA_BROKERS")
        self.ports = {}
        self.processes = {}
        self.token = secrets.token_urlsafe(32)
        self._runs = {}
        self._clients = []
        self._operations = {}
        self._watcher = None

    def __enter__(self):
        try:
            self._make_topics()
            self.redis("FLUSHALL")
            self.empty_portal()
            for service in STATEFUL:
                self._make_database(service)
            credentials = self.directory / "portals.json"
            credentials.write_text(json.dumps({"portals": [{"id": "cong-thu", "token": self.token}]}))
            credentials.chmod(0o600)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        for client in self._clients:
            client.close()
        if self._watcher is not None:
            self._watcher.close()
        # Stopped first, so that consumers leave their groups and the next run need not wait for session time-outs.
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + LEAVE_SECONDS
        while any(process.poll() is None for process in self.processes.values()) and time.monotonic() < deadline:
            time.sleep(0.05)
        for name in list(self.processes):
            self.kill(name)
        self.log.close()
        for service in STATEFUL:
            self._drop_database(service)

    # Servers.

    def database(self, service):
        parts = urlsplit(stack("POSTGRES_ADMIN_DSN"))
        return urlunsplit(parts._replace(path=f"/{self.label}_{service}"))

    def _admin(self, statement):
        with contextlib.closing(psycopg2.connect(stack("POSTGRES_ADMIN_DSN"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)

    def _make_database(self, service):
        self._drop_database(service)
        self._admin(f'CREATE DATABASE "{self.label}_{service}"')
        home = TOP / "services" / service / "db"
        plan = [line.split()[0] for line in (home / "sqitch.plan").read_text().splitlines()
                if line and not line.startswith(("%", "@", "#"))]
        for change in plan:
            subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.database(service),
                            "-f", home / "deploy" / f"{change}.sql"], check=True)
        # Marked as a simulation when created (design rule 11), starting before everything that is played: a program
        # that creates the row itself starts at the machine's time, and simulated time cannot go back.
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-v", f"province={self.province}", "-d",
                        self.database(service)], check=True, text=True,
                       input="INSERT INTO installation (province, simulation, simulated_now, outbox_shards)"
                             " VALUES (:'province', true, '2026-01-01Z', 4)")

    def _drop_database(self, service):
        self._admin(f'DROP DATABASE IF EXISTS "{self.label}_{service}" WITH (FORCE)')

    def query(self, service, statement, *values):
        """Rows of one read in a service's database."""
        with contextlib.closing(psycopg2.connect(self.database(service))) as connection:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall()

    def tables(self):
        """{service.table: (rows, hash)} of every table of both databases."""
        found = {}
        for service in STATEFUL:
            with contextlib.closing(psycopg2.connect(self.database(service))) as connection:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
                    names = [row[0] for row in cursor if row[0] not in VOLATILE]
                    cursor.execute(" UNION ALL ".join(
                        f"SELECT '{name}', count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text)))"
                        f' FROM "{name}" t' for name in names))
                    found |= {f"{service}.{name}": (rows, text) for name, rows, text in cursor}
        return found

    def topic_ends(self):
        """{topic/partition: end offset}."""
        if self._watcher is None:
            self._watcher = confluent_kafka.Consumer({"bootstrap.servers": self.brokers, "group.id": "motcua.e2e"})
        ends = self._watcher.offsets_for_times([
            confluent_kafka.TopicPartition(topic["name"], partition, confluent_kafka.OFFSET_END)
            for topic in flow.topics() for partition in range(topic["partitions"])], timeout=20)
        return {f"{place.topic}/{place.partition}": place.offset for place in ends}

    def messages(self, *topics):
        """Every Message of these topics; in order within a partition."""
        found = []
        with contextlib.closing(confluent_kafka.Consumer({"bootstrap.servers": self.brokers, "group.id": "motcua.e2e",
                                                          "enable.auto.commit": False})) as consumer:
            for place, end in self.topic_ends().items():
                topic, partition = place.split("/")
                if topic not in topics or not end:
                    continue
                consumer.assign([confluent_kafka.TopicPartition(topic, int(partition), 0)])
                offset = -1
                while offset < end - 1:
                    message = consumer.poll(20)
                    if message is None or message.error():
                        raise AssertionError(f"{place}: {offset + 1} of {end} read, then {message and message.error()}")
                    offset = message.offset()
                    found.append(Message(topic, message.key().decode(), message.value(), dict(message.headers()),
                                         int(partition)))
        return found

    def produce(self, *messages):
        """Each Message to its topic, in this order, acknowledged."""
        producer = confluent_kafka.Producer({"bootstrap.servers": self.brokers, "acks": "all"})
        failures = []
        for message in messages:
            producer.produce(message.topic, key=message.key, value=message.value, headers=list(message.headers.items()),
                             partition=message.partition,
                             on_delivery=lambda error, _: failures.append(error) if error else None)
        left = producer.flush(20)
        if left or failures:
            raise AssertionError(f"{left} not delivered, {failures}")

    def pass_over(self, groups, topics):
        """Moves consumer groups without members to where their topics end, each group to that of its topic."""
        ends = self.topic_ends()
        for group, topic in zip(groups, topics):
            places = [confluent_kafka.TopicPartition(topic, int(place.split("/")[1]), end)
                      for place, end in ends.items() if place.split("/")[0] == topic]
            with contextlib.closing(confluent_kafka.Consumer({"bootstrap.servers": self.brokers,
                                                              "group.id": group})) as consumer:
                wait_for(lambda: committed(consumer, places), 60, f"{group} has no members left", 0.5)

    def _make_topics(self):
        admin = confluent_kafka.admin.AdminClient({"bootstrap.servers": self.brokers})
        rows = flow.topics()
        names = [row["name"] for row in rows]
        there = [name for name in names if name in admin.list_topics(timeout=20).topics]
        if there:
            settle(admin.delete_topics(there, operation_timeout=30), "UNKNOWN_TOPIC_OR_PART")
            wait_for(lambda: not set(names) & set(admin.list_topics(timeout=20).topics), 30, "old topics gone")
        make = [confluent_kafka.admin.NewTopic(row["name"], num_partitions=row["partitions"], replication_factor=1,
                                               config={"cleanup.policy": row["cleanup"],
                                                       "retention.ms": str(row["retention_ms"])}) for row in rows]
        wait_for(lambda: settle(admin.create_topics(make, operation_timeout=30), "TOPIC_ALREADY_EXISTS"), 30,
                 "topics made", 0.5)

    def redis(self, *words):
        """The first line of Redis's answer to one command."""
        host, port = stack("REDIS_ADDRESS").rsplit(":", 1)
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            line = f"*{len(words)}\r\n" + "".join(f"${len(word)}\r\n{word}\r\n" for word in words)
            connection.sendall(line.encode())
            return connection.recv(4096).decode().splitlines()[0]

    @staticmethod
    def stack_command(*words):
        """tools/stack kill|restart NAME on the servers in use."""
        subprocess.run([TOP / "tools" / "stack", *words, "--dir", stack("DIR")], check=True,
                       stdout=subprocess.DEVNULL, timeout=180)

    def empty_portal(self):
        """Restarts an empty National Portal on the same port."""
        self.stack_command("kill", "portal")
        for path in (pathlib.Path(stack("DIR")) / "portal").glob("store.sqlite*"):
            path.unlink()
        self.stack_command("restart", "portal")

    # Programs.

    @staticmethod
    def replicas(*programs):
        return program_table.replicas(*programs)

    def address(self, replica, what):
        name = f"{replica}-{what}"
        if name not in self.ports:
            self.ports[name] = free_port(set(self.ports.values()))
        return f"127.0.0.1:{self.ports[name]}"

    def dsn(self, program):
        return self.database(program)

    def secret(self, name):
        """A secret of this installation, as required by program_table.Place."""
        if name == "portal-credentials.json":
            return str(self.directory / "portals.json")
        return program_table.make_secret(self.directory / "secrets" / name)

    def urls(self):
        return [f"http://{self.address(replica, 'http')}" for replica in self.replicas("gateway")]

    def start_replica(self, replica, **environment):
        """Starts it with `environment` beside its settings; does not wait."""
        program = replica.rsplit("-", 1)[0]
        binary = binary_directory() / "services" / program / f"motcua-{program}"
        self._runs[replica] = self._runs.get(replica, 0) + 1
        with open(self.directory / "logs" / f"{replica}.{self._runs[replica]}.log", "wb") as log:
            self.processes[replica] = subprocess.Popen(  # pylint: disable=consider-using-with
                # Ends with the tests, however they end. (Not by preexec_fn: gRPC's threads do not survive Python code
                # in a fork.)
                ["setpriv", "--pdeathsig", "KILL", "--", binary], stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True,
                env={"PATH": os.environ.get("PATH", ""), "TZ": "UTC", **program_table.settings(self, replica),
                     **environment})
        return self.processes[replica]

    def start(self):
        for replica in self.replicas():
            self.start_replica(replica)
        for replica in self.replicas():
            self.wait_ready(replica)

    def is_ready(self, replica):
        try:
            with urllib.request.urlopen(f"http://{self.address(replica, 'metrics')}/readyz", timeout=2) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def wait_ready(self, replica):
        def ready():
            status = self.processes[replica].poll()
            if status is not None:
                raise AssertionError(f"{replica} ended with status {status}:\n{self.log_tail(replica)}")
            return self.is_ready(replica)
        try:
            wait_for(ready, READY_SECONDS, f"{replica} ready")
        except AssertionError as failure:
            raise AssertionError(f"{failure}\n{self.log_tail(replica)}") from None

    def log_tail(self, replica, lines=15):
        path = self.directory / "logs" / f"{replica}.{self._runs[replica]}.log"
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])

    def logs(self):
        """The output of all programs as one string."""
        return "\n".join(path.read_text(errors="replace") for path in sorted((self.directory / "logs").glob("*.log")))

    def metrics(self, replica):
        with urllib.request.urlopen(f"http://{self.address(replica, 'metrics')}/metrics", timeout=5) as answer:
            return answer.read().decode()

    def kill(self, replica):
        process = self.processes.pop(replica, None)
        if process is not None:
            if process.poll() is None:
                process.kill()
            process.wait()

    def stop(self, replica, seconds=STOP_SECONDS):
        """SIGTERM; its exit status."""
        process = self.processes.pop(replica)
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"{replica} did not stop within {seconds} s\n{self.log_tail(replica)}") from None

    # Clients and time.

    def service(self, name, caller="e2e", **options):
        """A gRPC service of the program that serves it."""
        program = {"catalogue": "intake", "rules": "processing", "status": "gateway"}.get(name, name)
        return self._keep(Service(name, self.targets(program), caller, self.log, **options))

    def operations(self, program):
        if program not in self._operations:
            self._operations[program] = self._keep(Service("operations", self.targets(program)))
        return self._operations[program]

    def rest(self, name="portal", **options):
        return RestClient(self.urls(), self.token, name, self.log, **options)

    def _keep(self, client):
        self._clients.append(client)
        return client

    def set_clock(self, at):
        """Business time of every replica of the owners."""
        stamp = Timestamp()
        stamp.FromDatetime(at.astimezone(datetime.timezone.utc))
        request = stubs.module("motcua/operations/v1/operations_service").SetClockRequest(now=stamp)
        def tell(program):
            service = Service("simulation", self.targets(program))
            service.on_every_replica("SetClock", request)
            service.close()
        with concurrent.futures.ThreadPoolExecutor(len(STATEFUL)) as hands:
            list(hands.map(tell, STATEFUL))

    def load(self, province):
        """Loads a province and waits until the owners know each other's rules."""
        provinces.load(province, self.service("catalogue"), self.service("rules"))
        provinces.load_templates(province, self.service("notification"))
        provinces.load_petition_rules(province, self.service("feedback"))
        provinces.load_targets(province, self.service("reporting"))
        self.wait_quiet()

        def projected():
            known = self.query("processing", "SELECT (SELECT count(*) FROM agencies), (SELECT count(*) FROM rule_sets)")
            return known == [(len(province.agencies), len(province.rule_sets))]
        wait_for(projected, 60, "processing knows intake's catalogue")

        # A lag of zero means nothing while a group has no partitions yet, so the projections are checked.
        def approved():
            known = self.query("intake", "SELECT (SELECT count(*) FROM calendars), (SELECT count(*) FROM approved_workflows)")
            return known == [(1, self.query("processing", "SELECT count(*) FROM workflows")[0][0])]
        wait_for(approved, 60, "intake knows processing's calendar and workflows")

    def wait_quiet(self, seconds=90.0, receipts=True):
        """Waits until outboxes are empty, consumers have caught up and no work is left, twice in a row. Without
        `receipts`, does not wait for those of Kannel."""
        owing = [*OWED, RECEIPTS] if receipts else OWED
        request = stubs.module("motcua/operations/v1/operations_service").GetFlowRequest()
        services = {program: self.operations(program) for program in STATEFUL}
        calm, busy = [0], []

        def quiet():
            with concurrent.futures.ThreadPoolExecutor(len(services)) as hands:
                flows = list(hands.map(lambda service: service.on_every_replica("GetFlow", request),
                                       services.values()))
            busy[:] = [f"{program} {what}" for program, answers in zip(services, flows)
                       for what in flow.unfinished(answers)]
            busy[len(busy):] = [f"{program}: {owed}" for program, owed in owing if self.query(program, owed)[0][0]]
            calm[0] = 0 if busy else calm[0] + 1
            return calm[0] >= 2
        try:
            wait_for(quiet, seconds, "outboxes empty and consumers caught up", 0.3)
        except AssertionError as failure:
            raise AssertionError(f"{failure}: {busy}") from None


def committed(consumer, places):
    """False while the group has members."""
    try:
        consumer.commit(offsets=places, asynchronous=False)
        return True
    except confluent_kafka.KafkaException:
        return False


def settle(futures, forgiven):
    """True when every topic is done, False when one failed with an expected error."""
    done = True
    for name, future in futures.items():
        try:
            future.result()
        except confluent_kafka.KafkaException as error:
            if forgiven not in error.args[0].name():
                raise AssertionError(f"topic {name}: {error}") from error
            done = False
    return done


def free_port(taken):
    """Below the range of outgoing connections, so that no client can use it."""
    while True:
        port = random.randrange(10000, 20000)
        if port in taken:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue

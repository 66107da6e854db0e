"""Real servers from tools/stack and one replica of every program, in the directory of the bench."""

import contextlib
import datetime
import json
import os
import pathlib
import random
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
import uuid

import confluent_kafka.admin
import program_table
import psycopg2
import yaml

from motcua_client import actors, province as provinces, stubs
from motcua_client.officer import Service

TOP = pathlib.Path(__file__).resolve().parents[3]
PROGRAMS = ("intake", "processing", "gateway")  # of the path; the others are started when they are measured
SERVERS = "postgres,redis,kafka"
MOST_PARTITIONS = 3  # as in tools/run: one broker
READY_SECONDS = 120.0
STOP_SECONDS = 30.0
COMMAND_SECONDS = 300.0


class Failed(Exception):
    """A step went wrong; the text says which and where to look."""


def wait_for(condition, seconds, what, interval=0.1):
    """The first true value of `condition`."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failed(f"not within {seconds:.0f} s: {what}")
        time.sleep(interval)


def run(command, **options):
    """A command's standard output; raises Failed with its last output if it fails."""
    options.setdefault("timeout", COMMAND_SECONDS)
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True, check=False, **options)
    if done.returncode != 0:
        raise Failed(f"{pathlib.Path(str(command[0])).name} ended with {done.returncode}: "
                     f"{(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


def free_port():
    """Below the range of outgoing connections, so that no client can use it."""
    while True:
        port = random.randrange(10000, 20000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Installation(program_table.Place):
    """Starts everything, loads the province, and stops everything. Databases and topics are recreated. A replica
    has its program's name; a second one is `processing-2`."""

    def __init__(self, directory, build, province_directory, extra=None):
        """`extra`: settings of programs in addition to the defaults, {"MOTCUA_PROCESSING_DB_POOL_SIZE": "32"}."""
        self.extra = extra or {}
        self.directory = pathlib.Path(directory)
        self.build = pathlib.Path(build)
        self.data = provinces.Province(province_directory)
        self.province = self.data.code
        self.servers = {}
        self.ports = {}
        self.processes = {}
        (self.directory / "programs").mkdir(parents=True, exist_ok=True)

    def __enter__(self):
        try:
            self._start_servers("--only", SERVERS)
            run(["redis-cli", "-u", f"redis://{self.servers['REDIS_ADDRESS']}", "FLUSHALL"])
            self._make_topics()
            for program in program_table.stateful():
                self._make_database(program)
            credentials = self.directory / "portals.json"
            credentials.write_text(json.dumps({"portals": [{"id": "bench", "token": secrets.token_urlsafe(32)}]}))
            credentials.chmod(0o600)
            for program in PROGRAMS:
                self.start(program)
            for program in PROGRAMS:
                self.wait_ready(program)
            self._load()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in list(self.processes):
            self.stop(name)
        with contextlib.suppress(Failed):
            self._stack("down")

    # Servers.

    def _stack(self, *words):
        run([TOP / "tools" / "stack", *words, "--dir", self.directory])

    def _start_servers(self, *words):
        self._stack("up", *words)
        lines = (self.directory / "env").read_text(encoding="utf-8").splitlines()
        self.servers = dict(line.removeprefix("MOTCUA_STACK_").split("=", 1) for line in lines)

    def stack(self, name):
        return self.servers[name]

    def server_pids(self):
        return {path.name: int(path.read_text().split()[0]) for path in sorted((self.directory / "pids").iterdir())}

    def database(self, name):
        return f"postgresql://postgres@127.0.0.1:{self.servers['POSTGRES_PORT']}/{name}"

    def query(self, database, statement, *values):
        """Rows of one statement, committed; None for a statement without rows."""
        with contextlib.closing(psycopg2.connect(self.database(database))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall() if cursor.description else None

    def remake_database(self, name):
        self.query("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.query("postgres", f'CREATE DATABASE "{name}"')

    def deploy_schema(self, service, name):
        """The migrations of a service, in their order."""
        home = TOP / "services" / service / "db"
        plan = [line.split()[0] for line in (home / "sqitch.plan").read_text(encoding="utf-8").splitlines()
                if line and not line.startswith(("%", "@", "#"))]
        for change in plan:
            run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.database(name),
                 "-f", home / "deploy" / f"{change}.sql"])

    def _make_database(self, service):
        self.remake_database(f"bench_{service}")
        self.deploy_schema(service, f"bench_{service}")

    def _admin(self):
        return confluent_kafka.admin.AdminClient({"bootstrap.servers": self.servers["KAFKA_BROKERS"]})

    def make_topics(self, rows):
        """Topics of (name, partitions, cleanup policy)."""
        admin = self._admin()  # its requests die with it
        topics = [confluent_kafka.admin.NewTopic(name, num_partitions=partitions, replication_factor=1,
                                                 config={"cleanup.policy": cleanup})
                  for name, partitions, cleanup in rows]
        for future in admin.create_topics(topics, operation_timeout=60).values():
            future.result()

    def _make_topics(self):
        rows = yaml.safe_load((TOP / "deploy" / "kafka" / "topics.yaml").read_text(encoding="utf-8"))["topics"]
        admin = self._admin()
        old = [name for name in admin.list_topics(timeout=60).topics if name.startswith("motcua.")]
        if old:
            for future in admin.delete_topics(old, operation_timeout=60).values():
                future.result()
            wait_for(lambda: not set(old) & set(admin.list_topics(timeout=60).topics), 60, "old topics gone")
        self.make_topics([(row["name"], min(row["partitions"], MOST_PARTITIONS), row["cleanup"]) for row in rows])

    # Programs.

    def address(self, program, what):
        return f"127.0.0.1:{self.ports.setdefault(f'{program}-{what}', free_port())}"

    def targets(self, program):
        return [self.address(program, "grpc")]

    def dsn(self, program):
        return self.database(f"bench_{program}")

    def secret(self, name):
        if name == "portal-credentials.json":
            return str(self.directory / "portals.json")
        return program_table.make_secret(self.directory / "secrets" / name)

    def settings(self, program, changed=None):
        """Those of every installation, but at the machine's own time and stopped without delay; `changed` over them."""
        kind = program.split("-")[0]
        prefix = f"MOTCUA_{kind.upper()}_"
        own = program_table.settings(self, program) | {f"{prefix}DRAIN_DELAY": "0ms"}
        own.pop(f"{prefix}SIMULATION", None)
        if kind == "notification":  # the one called by Kannel
            own[f"{prefix}CALLBACK_LISTEN"] = f"127.0.0.1:{self.stack('SMS_CALLBACK_PORT')}"
        return {name: value for name, value in self.extra.items() if name.startswith(prefix)} | own | (changed or {})

    def binary(self, program):
        kind = program.split("-")[0]
        return self.build / "services" / kind / f"motcua-{kind}"

    def configuration(self, program):
        """The configuration printed by the program, secrets masked."""
        return run([self.binary(program), "--print-config"], env=self._environment(program)).splitlines()

    def _environment(self, program, changed=None):
        return {"PATH": os.environ.get("PATH", ""), "TZ": "UTC", **self.settings(program, changed)}

    def start(self, program, changed=None):
        """`intake`, `processing`, `gateway`, or a further replica such as `processing-2`."""
        with open(self.directory / "programs" / f"{program}.log", "wb") as log:
            self.processes[program] = subprocess.Popen(  # pylint: disable=consider-using-with
                [self.binary(program)], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True, env=self._environment(program, changed))

    def wait_ready(self, program, interval=0.1):
        def ready():
            if self.processes[program].poll() is not None:
                log = (self.directory / "programs" / f"{program}.log").read_text(errors="replace")
                raise Failed(f"{program} ended at once:\n{log[-2000:]}")
            try:
                with urllib.request.urlopen(f"http://{self.address(program, 'metrics')}/readyz", timeout=2) as answer:
                    return answer.status == 200
            except (OSError, urllib.error.URLError):
                return False
        wait_for(ready, READY_SECONDS, f"{program} ready; its log is in {self.directory}/programs", interval)

    def start_others(self):
        """The programs outside the measured path, with the servers and settings that they need."""
        others = [program for program in program_table.PROGRAMS if program not in self.processes]
        if not others:
            return
        self._start_servers()
        for program in others:
            self.start(program)
        for program in others:
            self.wait_ready(program)
        with contextlib.closing(self.service("notification")) as notification, \
                contextlib.closing(self.service("feedback")) as feedback, \
                contextlib.closing(self.service("reporting")) as reporting:
            provinces.load_templates(self.data, notification)
            provinces.load_petition_rules(self.data, feedback)
            provinces.load_targets(self.data, reporting)

    def stop(self, program):
        process = self.processes.pop(program)
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def metric(self, program, name, **labels):
        """The sum of a metric over all its series that carry these labels."""
        with urllib.request.urlopen(f"http://{self.address(program, 'metrics')}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        wanted = [f'{key}="{value}"' for key, value in labels.items()]
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines
                   if line.split("{")[0].split(" ")[0] == name and all(label in line for label in wanted))

    # Clients.

    def service(self, name):
        program = {"catalogue": "intake", "rules": "processing"}.get(name, name)
        return Service(name, [self.address(program, "grpc")], "bench")

    def _load(self):
        with contextlib.closing(self.service("catalogue")) as catalogue, \
                contextlib.closing(self.service("rules")) as rules:
            provinces.load(self.data, catalogue, rules)
        expected = (len(self.data.agencies), len(self.data.rule_sets))
        wait_for(lambda: self.query("bench_processing", "SELECT (SELECT count(*) FROM agencies),"
                                    " (SELECT count(*) FROM rule_sets)")[0] == expected, 60,
                 "processing knows intake's catalogue")
        count = len(self.data.workflows)
        wait_for(lambda: self.query("bench_intake", "SELECT count(*) FROM approved_workflows")[0][0] >= count
                 and self.query("bench_intake", "SELECT count(*) FROM calendars")[0][0] > 0, 60,
                 "intake knows processing's workflows and calendar")


def usual_case(installation):
    """A case that any counter may receive, with one processing step."""
    case = provinces.choose_case(
        installation.data, random.Random(7), datetime.date.today(), "CHANNEL_DIRECT",
        lambda case: case.has_limit and [len(stage["steps"]) for stage in case.workflow["stages"]] == [1, 1, 1])
    if case is None:
        raise Failed("the province has no procedure with one processing step that a counter may take in")
    return case


def clerk_of(case):
    types = stubs.module("motcua/type/v1/dossier")
    return types.Actor(kind=types.ACTOR_KIND_OFFICER, id="cb-00", agency=case.receiving)


def receive(intake, case, phone=""):
    """A dossier received at a counter, as answered by intake."""
    messages = stubs.module("motcua/intake/v1/intake_service")
    return intake.ReceiveDossier(messages.ReceiveDossierRequest(
        content=case.content(applicant=actors.applicant(phone)),
        channel=stubs.module("motcua/type/v1/dossier").CHANNEL_DIRECT, actor=clerk_of(case),
        fee_taken=case.fee("FEE_TIMING_BEFORE_ACCEPTANCE") > 0), key=str(uuid.uuid4())).dossier


def take_in(installation, count):
    """`count` dossiers received at a counter and forwarded to an agency's desk: [(id, code)]."""
    verbs = stubs.module("motcua/processing/v1/processing_service")
    case = usual_case(installation)
    taken = []
    with contextlib.closing(installation.service("intake")) as intake, \
            contextlib.closing(installation.service("processing")) as processing:
        for _ in range(count):
            received = receive(intake, case)
            processing.ForwardDossier(verbs.ForwardDossierRequest(command=verbs.Command(
                dossier=received.dossier_id, expected_revision=received.revision, actor=clerk_of(case))),
                key=str(uuid.uuid4()))
            taken.append((received.dossier_id, received.code))
    return taken

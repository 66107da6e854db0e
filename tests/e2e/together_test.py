"""Concurrent clients, and servers that are down for a while."""

import concurrent.futures
import threading
import time
import uuid

from base import EndToEnd
from desk import BEFORE
from motcua_client import errors, stubs
from motcua_client.rest import version_of
from system import PROGRAMS, wait_for

ONLINE, DIRECT = "CHANNEL_ONLINE", "CHANNEL_DIRECT"
CALLS = 100
FREE = staticmethod(lambda case: case.fee(BEFORE) == 0)


def at_once(calls):
    """Outcomes of calls that begin together: an answer, or the Refused."""
    gate = threading.Barrier(len(calls))

    def go(call):
        gate.wait()
        try:
            return call()
        except errors.Refused as refused:
            return refused
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as hands:
        return list(hands.map(go, calls))


class Together(EndToEnd):
    def received(self):
        return self.desk.receive(self.desk.case(DIRECT))

    def test_a_hundred_calls_of_one_transition(self):
        """Exactly one is accepted, ninety-nine get a clear conflict; with one key all get the same answer."""
        for same_key in (False, True):
            with self.subTest(same_key=same_key):
                paper = self.desk.read(self.received())
                revision, task = paper.dossier.revision, paper.tasks[0]
                key = str(uuid.uuid4())
                request = self.desk.messages.ForwardDossierRequest(task_id=task.task_id)
                request.command.dossier = paper.code
                request.command.expected_revision = revision
                request.command.actor.kind, request.command.actor.id = 2, "cb-01"
                request.command.actor.agency = task.agency
                outcomes = at_once([lambda n=n: self.desk.processing.ForwardDossier(
                    request, key=key if same_key else f"{key}-{n}"[:64]) for n in range(CALLS)])
                refused = [row for row in outcomes if isinstance(row, errors.Refused)]
                answers = [row for row in outcomes if not isinstance(row, errors.Refused)]
                if same_key:
                    self.assertEqual(len(answers), CALLS)
                    self.assertEqual(len({row.SerializeToString(deterministic=True) for row in answers}), 1)
                else:
                    self.assertEqual(len(answers), 1)
                    self.assertEqual({(row.code, row.reason) for row in refused}, {("ABORTED", "STALE_REVISION")})
                self.assertEqual(self.desk.read(paper).dossier.revision, revision + 1)
                rows = self.system.query("processing", "SELECT count(*) FROM event_history WHERE key = %s",
                                         paper.dossier.dossier_id)
                self.assertEqual(rows, [(1,)])

    def test_codes_are_unique_under_concurrent_intake(self):
        case = self.desk.case(DIRECT)
        papers = at_once([lambda: self.desk.receive(case) for _ in range(24)])
        self.assertEqual(len({paper.code for paper in papers}), 24)
        for paper in papers:
            self.assertTrue(paper.code.startswith(f"{case.receiving}-"))

    def test_accept_and_forward_without_kafka(self):
        self.system.stack_command("kill", "kafka")
        try:
            papers = [self.desk.to_work(self.desk.accept(self.desk.file(self.desk.case(ONLINE, FREE.__func__))))
                      for _ in range(3)]
            papers += [self.desk.to_work(self.received()) for _ in range(3)]
            self.desk.finish(papers[0])
            for paper in papers:
                self.assertEqual(self.desk.look_up(paper)["version"]["processing"], str(paper.dossier.sequence))
            pending = self.system.query("intake", "SELECT count(*) FROM outbox_events")[0][0]
            self.assertGreater(pending, 0)
        finally:
            self.system.stack_command("restart", "kafka")
        self.system.wait_quiet(180)
        for paper in papers:
            cursor = self.system.query("processing", "SELECT sequence FROM event_cursors WHERE key = %s",
                                       paper.dossier.dossier_id)
            self.assertEqual(cursor, [(paper.dossier.intake_sequence,)])
            self.assertEqual(self.desk.read(paper).dossier.sequence, paper.dossier.sequence)

    def test_look_ups_never_go_back_under_flush_and_re_emission(self):
        papers = [self.desk.to_work(self.received()) for _ in range(4)]
        operations = stubs.module("motcua/operations/v1/operations_service")
        stop, failures, answers = threading.Event(), [], [0]

        def watch(paper, number):
            client = self.system.rest(f"citizen-{number}")
            tag, last = "", [0, 0]
            while not stop.is_set():
                try:
                    _, tag = client.status(paper.code, not_before=tag)
                except errors.Refused as refused:
                    failures.append(refused)
                    return
                found = version_of(tag)
                if found < last:
                    failures.append(f"{paper.code}: {found} after {last}")
                last = found
                answers[0] += 1
        with concurrent.futures.ThreadPoolExecutor(8) as hands:
            watching = [hands.submit(watch, paper, f"{paper.code}-{n}") for paper in papers for n in range(2)]
            try:
                for _ in range(3):
                    self.assertEqual(self.system.redis("FLUSHALL"), "+OK")
                    for paper in papers:
                        for program in ("intake", "processing"):
                            events = self.system.operations(program).ReEmit(operations.ReEmitRequest(
                                stream="dossier", key=paper.dossier.dossier_id)).events
                            self.assertGreater(events, 0)
                        self.desk.ask_payment(paper)
                        self.desk.pay(paper, 15000)
                    time.sleep(0.3)
            finally:
                stop.set()
            for watched in watching:
                watched.result()
        self.assertEqual(failures, [])
        self.assertGreater(answers[0], 50)
        for paper in papers:
            self.desk.look_up(paper)

    def test_sigterm_under_load_loses_no_answer(self):
        """Replicas are stopped and started one after the other while clients work: none sees a failure."""
        stop, failures, done = threading.Event(), [], [0]
        case = self.desk.case(DIRECT)
        quick = {"attempts": 20}
        intake = self.system.service("intake", "drain", **quick)
        portal = self.system.rest("drain")

        def work():
            own = type(self.desk)(self.system, self.province, uuid.uuid4(), self.desk.now)
            own.intake, own.portal = intake, portal
            while not stop.is_set():
                try:
                    own.look_up(own.to_work(own.receive(case)))
                    done[0] += 1
                except (errors.Refused, errors.Unknown, AssertionError) as failure:
                    failures.append(repr(failure))
        with concurrent.futures.ThreadPoolExecutor(4) as hands:
            workers = [hands.submit(work) for _ in range(4)]
            try:
                for program in PROGRAMS:
                    replica = f"{program}-1"
                    self.assertEqual(self.system.stop(replica), 0, replica)
                    self.system.start_replica(replica)
                    self.system.wait_ready(replica)
                wait_for(lambda: done[0] >= 8, 60, "some dossiers were worked on")
            finally:
                stop.set()
            for worker in workers:
                worker.result()
        self.assertEqual(failures, [])

"""A small steady load: clerks receive and work, citizens look up. Every answer goes into the clients' history."""

import collections
import threading
import time
import uuid

from desk import Desk
from motcua_client import errors

WORKERS = 4


class Load:
    """Runs from `start` to `stop`; `outcomes` counts, `surprises` are refusals that nothing explains."""

    def __init__(self, system, province, now, workers=WORKERS):
        self._system = system
        self._province = province
        self._now = now
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(number,)) for number in range(workers)]
        self.outcomes = collections.Counter()
        self.surprises = []
        self.last_ok = time.monotonic()

    def start(self):
        for thread in self._threads:
            thread.start()

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join(120)

    def _work(self, number):
        desk = Desk(self._system, self._province, f"load-{number}", self._now)
        desk.portal = self._system.rest(f"citizen-{number}")
        turn = 0
        while not self._stop.is_set():
            turn += 1
            try:
                self._one_dossier(desk, turn)
                self.outcomes["dossiers"] += 1
                self.last_ok = time.monotonic()
            except errors.Unknown:
                self.outcomes["unknown"] += 1
            except (errors.Refused, AssertionError, StopIteration) as failure:
                self.surprises.append(f"{type(failure).__name__}: {failure}")

    def _one_dossier(self, desk, turn):
        """Filed or received, looked at, worked on for a few steps: every durable step is passed."""
        online = turn % 3 == 0
        case = desk.case("CHANNEL_ONLINE" if online else "CHANNEL_DIRECT", lambda case: not online or case.fee(
            "FEE_TIMING_BEFORE_ACCEPTANCE") == 0)
        if online:
            paper = desk.accept(desk.file(case))
        else:
            paper = desk.receive(case, key=str(uuid.uuid4()))
        self._look(desk, paper)
        desk.to_work(paper)
        self._look(desk, paper)
        if turn % 2:
            desk.pay(desk.ask_payment(paper), 15000)
        else:
            desk.finish(paper)
        self._look(desk, paper)

    @staticmethod
    def _look(desk, paper):
        """As a citizen does who sends back what was seen: the history says whether it ever went backwards."""
        _, tag = desk.portal.status(paper.code, not_before=paper.tag)
        paper.tag = tag or paper.tag

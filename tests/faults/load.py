"""A small steady load: clerks receive and work, citizens look up, rate, petition and text, reports are rebuilt. Every
answer is written to the clients' history."""

import collections
import threading
import time
import uuid

from desk import AFTER, BEFORE, Desk
from motcua_client import actors, errors, stubs
from motcua_client.sms import Network

WORKERS = 4
# Pause between two dossiers of a worker, so that their texts do not exceed notification's rate.
PAUSE_SECONDS = 0.4
TEXT_SECONDS = 1.0
SENDER = {"full_name": "Trần Thị Ví Dụ", "phone": "0911222333"}


class Load:
    """Runs from `start` to `stop`; `outcomes` counts, `surprises` are unexpected refusals."""

    def __init__(self, system, province, now, workers=WORKERS):
        self._system = system
        self._province = province
        self._now = now
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(number,)) for number in range(workers)]
        self._threads += [threading.Thread(target=self._text), threading.Thread(target=self._rebuild)]
        self._latest = None
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
        while not self._stop.wait(PAUSE_SECONDS):
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
        """Files or receives a dossier, looks it up, and works on it for a few steps, passing every durable step."""
        online = turn % 3 == 0
        case = desk.case("CHANNEL_ONLINE" if online else "CHANNEL_DIRECT",
                         lambda case: case.fee(AFTER) == 0 and not (online and case.fee(BEFORE)))
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
            desk.hand_over(desk.bring_result(desk.finish(paper)))
            desk.portal.rate(paper.code, paper.secret, 1 + turn % 5)
        self._look(desk, paper)
        self._latest = paper
        if turn % 3 == 1:
            desk.portal.send_petition(title="Chậm trả kết quả", content="Phải đi lại ba lần.", sender=SENDER,
                                      about_agency=case.handling)

    def _text(self):
        """Applicants ask for their dossier by SMS, each once."""
        network = Network.of_stack()
        asked = None
        while not self._stop.wait(TEXT_SECONDS):
            paper = self._latest
            if paper is None or paper is asked:
                continue
            try:
                network.send(paper.phone, f"HS {paper.code}")
            except ConnectionError:  # the network has no Kannel to pass it to
                continue
            asked = paper
            self.outcomes["texts"] += 1

    def _rebuild(self):
        """Rebuilds the counters repeatedly."""
        reporting = self._system.service("reporting", "operator")
        messages = stubs.module("motcua/reporting/v1/reporting_service")
        while not self._stop.wait(1.0):
            try:
                reporting.StartRebuild(messages.StartRebuildRequest(actor=actors.officer(self._province.code)))
                self.outcomes["rebuilds"] += 1
            except errors.Unknown:
                self.outcomes["unknown"] += 1
            except errors.Refused as refused:
                if refused.reason != "REBUILD_RUNNING":
                    self.surprises.append(f"StartRebuild: {refused}")

    @staticmethod
    def _look(desk, paper):
        """Like a citizen that sends the last tag: the history shows whether an answer was older."""
        _, tag = desk.portal.status(paper.code, not_before=paper.tag)
        paper.tag = tag or paper.tag

"""The actions of people on a dossier, one method each, so that a test reads like the table of domain 2.1.

Every command goes through the public interfaces with the revision that was seen; the answer is stored in the `Paper`.
Procedures, agencies and steps are not named: a Case is selected by its properties.
"""

import dataclasses
import datetime
import random

from motcua_client import actors, errors, stubs
from motcua_client.province import CHANNELS, Case, choose_case
from motcua_client.rest import version_of
from system import wait_for

PDF = b"%PDF-1.4\n% MotCua e2e\n%%EOF\n"
ITEMS = ["Giấy tờ còn thiếu"]
BEFORE, AFTER = "FEE_TIMING_BEFORE_ACCEPTANCE", "FEE_TIMING_AFTER_ACCEPTANCE"


@dataclasses.dataclass
class Paper:
    """One dossier in a test's hands."""

    case: Case
    code: str
    secret: str
    dossier: object  # the owner's last answer
    accepted: bool
    receipt: object = None
    phone: str = ""  # of the applicant
    tag: str = ""  # of the newest look-up

    @property
    def state(self):
        return self.dossier.state

    @property
    def tasks(self):
        return [task for task in self.dossier.tasks if task.state == 1]

    def request(self, kind):
        return next(row for row in self.dossier.requests if row.kind == kind and not row.HasField("closed_at"))


class Desk:
    """Portal, counter and offices of one province."""

    def __init__(self, system, province, seed, begin):
        self.system = system
        self.province = province
        self.chance = random.Random(f"{province.code}-{seed}")
        self.now = begin
        self.portal = system.rest()
        self.intake = system.service("intake", "counter")
        self.processing = system.service("processing", "office")
        self.status_service = system.service("status", "office")
        self.intake_messages = stubs.module("motcua/intake/v1/intake_service")
        self.messages = stubs.module("motcua/processing/v1/processing_service")
        self.gateway_messages = stubs.module("motcua/gateway/v1/status_service")
        self.limits = stubs.module("motcua/type/v1/limit")

    # Time.

    @property
    def day(self):
        return self.now.date()

    def move_to(self, at):
        self.now = at
        self.system.set_clock(at)

    def move_past(self, stamp):
        """To the next working day after a timestamp."""
        at = stamp.ToDatetime(tzinfo=datetime.timezone.utc).astimezone(self.now.tzinfo)
        self.move_to(self.province.opened(at.date() + datetime.timedelta(days=1)))

    # What can be filed.

    def case(self, channel=None, accept=lambda case: True):
        """A Case accepted by `accept`, on any channel unless one is given; None when the province has none."""
        for name in [channel] if channel else self.chance.sample(list(CHANNELS), len(CHANNELS)):
            found = choose_case(self.province, self.chance, self.day, name, accept)
            if found is not None:
                return found
        return None

    # Coming in.

    def upload(self):
        return self.portal.upload(PDF)["paper_id"]

    def phone(self):
        """An unused telephone number."""
        return f"091{self.chance.randrange(10 ** 7):07}"

    def content(self, case, phone=""):
        return case.content([self.upload() for _ in range(case.papers_needed())],
                            applicant=actors.applicant(phone or self.phone()))

    def file(self, case):
        content = self.content(case)
        receipt = self.portal.file(content)["receipt"]
        paper = Paper(case, receipt["code"], receipt["lookup_secret"], None, False, receipt, content.applicant.phone)
        return self.read(paper)

    def receive(self, case, fee_taken=True, key=None):
        types = stubs.module("motcua/type/v1/dossier")
        content = self.content(case)
        answer = self.intake.ReceiveDossier(self.intake_messages.ReceiveDossierRequest(
            content=content, channel=types.Channel.Value(case.channel),
            actor=actors.officer(case.receiving), fee_taken=fee_taken), key=key)
        return Paper(case, answer.dossier.code, answer.receipt.lookup_secret, answer.dossier, True, answer.receipt,
                     content.applicant.phone)

    def read(self, paper):
        """Its present state, from its owner."""
        if not paper.accepted:
            paper.dossier = self.intake.GetDossier(
                self.intake_messages.GetDossierRequest(dossier=paper.code)).dossier
            paper.accepted = paper.dossier.accepted
        if paper.accepted:
            paper.dossier = self.processing.GetDossier(self.messages.GetDossierRequest(dossier=paper.code)).dossier
        return paper

    # Before acceptance.

    def at_counter(self, paper, rpc, reason="", key=None, revision=None, agency=None, **fields):
        """A command of intake by the receiving counter."""
        command = actors.command("intake", paper.code, paper.dossier.revision if revision is None else revision,
                                 agency or paper.case.receiving, reason)
        answer = getattr(self.intake, rpc)(
            getattr(self.intake_messages, f"{rpc}Request")(command=command, **fields), key=key)
        paper.dossier, paper.accepted = answer.dossier, answer.dossier.accepted
        if rpc == "AcceptDossier":
            paper.receipt = answer.receipt
        return paper

    def pay_before(self, paper):
        """Requests and pays the fee due before acceptance, if any."""
        if paper.dossier.fee_vnd and not paper.dossier.fee_paid:
            self.at_counter(paper, "RequestPayment")
            self.portal.confirm_payment(paper.code, paper.dossier.fee_vnd, "BL-1")
            self.read(paper)
        return paper

    def accept(self, paper):
        return self.at_counter(self.pay_before(paper), "AcceptDossier")

    # The applicant's commands, at either owner.

    def send_supplement(self, paper):
        part = self.intake_messages.FiledPart(part_id=paper.case.procedure["parts"][0]["id"],
                                              paper_ids=[self.upload()])
        self.portal.send_supplement(paper.code, paper.secret, [part])
        return self.read(paper)

    def pay(self, paper, amount, request_id=""):
        self.portal.confirm_payment(paper.code, amount, "BL-2", request_id)
        return self.read(paper)

    def withdraw(self, paper):
        self.portal.withdraw(paper.code, paper.secret, "Không còn nhu cầu")
        return self.read(paper)

    # After acceptance.

    def act(self, paper, rpc, agency, reason="", key=None, revision=None, **fields):
        """A command of processing by an officer of `agency`."""
        command = actors.command("processing", paper.code, paper.dossier.revision if revision is None else revision,
                                 agency, reason)
        answer = getattr(self.processing, rpc)(
            getattr(self.messages, f"{rpc}Request")(command=command, **fields), key=key)
        paper.dossier = answer.dossier
        return paper

    def forward(self, paper, task=None):
        task = task or paper.tasks[0]
        return self.act(paper, "ForwardDossier", task.agency, task_id=task.task_id)

    def to_work(self, paper):
        """Past the counter: state 4."""
        return self.forward(self.read(paper))

    def ask_supplement(self, paper, task=None):
        task = task or paper.tasks[0]
        return self.act(paper, "RequestSupplement", task.agency, "Cần bổ sung", task_id=task.task_id, items_vi=ITEMS)

    def ask_payment(self, paper, task=None, amount=15000):
        task = task or paper.tasks[0]
        return self.act(paper, "RequestPayment", task.agency, task_id=task.task_id, amount_vnd=amount)

    def by_counter(self, paper, rpc, reason="", **fields):
        return self.act(paper, rpc, paper.case.receiving, reason, **fields)

    def finish(self, paper):
        """Through all steps that are left, to the result."""
        last = len(paper.case.workflow["stages"]) - 2
        while paper.tasks[0].stage != last or len(paper.tasks) > 1:
            self.forward(paper)
        task = paper.tasks[0]
        return self.act(paper, "FinishDossier", task.agency, task_id=task.task_id, result_number="KQ-01/UBND")

    def bring_result(self, paper):
        """From the office to the counter."""
        office = next(task.agency for task in reversed(paper.dossier.tasks)
                      if task.stage == len(paper.case.workflow["stages"]) - 2 and task.state == 2)
        self.act(paper, "TransferResult", office)
        return self.by_counter(paper, "ConfirmResult")

    def hand_over(self, paper):
        owed = paper.dossier.fee_after_acceptance_vnd
        if owed and not paper.dossier.fee_paid:
            self.by_counter(paper, "ConfirmPayment", amount_vnd=owed, payment_reference="BL-3")
        return self.by_counter(paper, "HandOverResult", way=self.messages.HAND_OVER_WAY_DIRECT, proof="SO-1")

    # Look-ups.

    def version(self, paper):
        intake = getattr(paper.dossier, "intake_sequence", 0)
        return (intake, paper.dossier.sequence) if intake else (paper.dossier.sequence, 0)

    def look_up(self, paper, secret=True):
        """The status over REST, once it shows the version that the owner has answered.

        A client that sends the tag of its last answer never gets an older one; otherwise the status may lag by 250 ms.
        """
        wanted, factor = self.version(paper), paper.secret if secret else ""
        before = tuple(version_of(paper.tag) or (0, 0))
        body, tag = self.portal.status(paper.code, factor, paper.tag)
        if tuple(version_of(tag)) < before:
            raise AssertionError(f"{paper.code} went back from {before} to {tag}")
        paper.tag = tag

        def fresh():
            body, tag = self.portal.status(paper.code, factor)
            return body if tuple(version_of(tag)) >= wanted else None
        if body is None or tuple(version_of(tag)) < wanted:
            body = wait_for(fresh, 10, f"look-up of {paper.code} shows {wanted}", 0.05)
        return body

    def look_up_by_grpc(self, paper, secret=True):
        request = self.gateway_messages.GetStatusRequest(code=paper.code,
                                                         lookup_secret=paper.secret if secret else "")
        return self.status_service.GetStatus(request).status


def refusal(call, /, *arguments, **named):
    """The Refused that a call must raise."""
    try:
        answer = call(*arguments, **named)
    except errors.Refused as refused:
        return refused
    raise AssertionError(f"this should have been refused; the answer was {answer}")

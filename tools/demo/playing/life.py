"""The course of one dossier: each call does the next action through the public interfaces.

Officers follow the dossier's open tasks; the story adds one special event.
"""

import datetime
import random

from motcua_client import actors, stubs

DAY = 16  # half-hours of office time, about
PAPER = b"%PDF-1.4\n% MotCua demo\n%%EOF\n"
ITEMS = ["Giấy tờ còn thiếu theo hướng dẫn"]
NEVER = None
FILED, RECEIVED, NOT_ACCEPTED, IN_PROCESS, SUPPLEMENT, PAYMENT, WITHDRAWN, STOPPED, FINISHED, HANDED_OVER = range(1, 11)
WAITING = (SUPPLEMENT, PAYMENT, STOPPED)


class World:
    """Shared by all lives: clients, the moments, and the present time."""

    def __init__(self, plan, portal, intake, processing, feedback, resume_allowed):
        self.plan = plan
        self.portal = portal
        self.intake = intake
        self.processing = processing
        self.feedback = feedback
        self.resume_allowed = resume_allowed
        self.now = 0  # index into plan.moments

    def moment(self):
        return self.plan.moments[self.now]

    def key(self, number, what):
        """An idempotency key: the same for the same act in the same fortnight."""
        return f"demo-{self.plan.seed}-{self.plan.moments[self.plan.start]:%y%m%d}-{number}-{what}"

    def index_after(self, stamp):
        """The first moment after a timestamp; NEVER if it is after the end."""
        at = stamp.ToDatetime(tzinfo=datetime.timezone.utc)
        return next((index for index, moment in enumerate(self.plan.moments) if moment > at), NEVER)


class Life:
    """One dossier. `step` acts and returns the index of the moment to continue at, or NEVER."""

    def __init__(self, entry, world):
        self.entry = entry
        self.world = world
        self.case = entry.case
        self.story = entry.story
        self.chance = random.Random(f"{world.plan.seed}-{entry.number}")
        # Of its own dossier only, also when another fortnight is played.
        self.phone = f"091{random.Random(world.key(entry.number, 'phone')).randrange(10 ** 7):07}"
        self.intake_messages = stubs.module("motcua/intake/v1/intake_service")
        self.processing_messages = stubs.module("motcua/processing/v1/processing_service")
        self.code = ""
        self.secret = ""
        self.dossier_id = ""
        self.accepted = False
        self.told = False  # the story has happened
        self.forwards = 0
        self.result_agency = ""
        self.ended = None  # (moment, due timestamp or None, state before)
        self.commands = 0

    # Coming in.

    def arrive(self):
        papers = [self.world.portal.upload(PAPER, key=self._key(f"paper-{n}"))["paper_id"]
                  for n in range(self.case.papers_needed())]
        content = self.case.content(papers, applicant=actors.applicant(self.phone))
        self.commands += 1
        if self.case.online:
            receipt = self.world.portal.file(content, key=self._key("file"))["receipt"]
            self.code, self.secret = receipt["code"], receipt["lookup_secret"]
            return self._later(1, DAY // 2)
        types = stubs.module("motcua/type/v1/dossier")
        answer = self.world.intake.ReceiveDossier(self.intake_messages.ReceiveDossierRequest(
            content=content, channel=types.Channel.Value(self.case.channel), actor=actors.officer(self.case.receiving),
            fee_taken=self.case.fee("FEE_TIMING_BEFORE_ACCEPTANCE") > 0), key=self._key("receive"))
        self.code, self.secret = answer.dossier.code, answer.receipt.lookup_secret
        self.accepted = True
        # The same day, or the next morning.
        return self._later(0, 4)

    def _key(self, what):
        return self.world.key(self.entry.number, what)

    def describe(self):
        """One line for a failure."""
        return f"#{self.entry.number} {self.code or 'not filed'} ({self.story}, {self.case.procedure['code']}, " \
               f"{self.case.channel}, {self.case.payer})"

    def _later(self, least, most):
        return self.world.now + self.chance.randint(least, max(least, most))

    # Going on.

    def step(self):
        if not self.accepted:
            return self._before_acceptance()
        request = self.processing_messages.GetDossierRequest(dossier=self.code)
        return self._after_acceptance(self.world.processing.GetDossier(request).dossier)

    def _before_acceptance(self):
        request = self.intake_messages.GetDossierRequest(dossier=self.code)
        dossier = self.world.intake.GetDossier(request).dossier
        self.dossier_id = dossier.dossier_id
        if dossier.state == FILED:
            return self._at_counter(dossier)
        if dossier.state == SUPPLEMENT:
            return self._answer_supplement(dossier)
        if dossier.state == PAYMENT:
            return self._answer_payment(dossier)
        return NEVER

    def _at_counter(self, dossier):
        story = self.story
        if not self.told and story in ("supplement-first", "no-supplement-first"):
            self.told = True
            answer = self._intake("RequestSupplement", dossier, "Hồ sơ chưa đầy đủ", items_vi=ITEMS).dossier
            return self._later(2, 2 * DAY) if story == "supplement-first" \
                else self.world.index_after(answer.request_due_at)
        if not self.told and story == "refuse":
            self.told = True
            self._intake("RefuseDossier", dossier, "Không thuộc thẩm quyền giải quyết")
            return NEVER
        if not self.told and story == "unanswered":
            self.told = True
            return self._later(DAY, 3 * DAY)  # 8 working hours and more: the alerts
        if dossier.fee_vnd > 0 and not dossier.fee_paid:
            self._intake("RequestPayment", dossier)
            return self._later(1, DAY)
        if not self.told and story == "withdraw-first":
            return self._withdraw()
        self._intake("AcceptDossier", dossier)
        self.accepted = True
        return self._later(0, 4)

    def _answer_supplement(self, dossier):
        if self.story == "no-supplement-first":
            self._intake("CloseDossier", dossier, "Quá hạn bổ sung, người nộp không bổ sung")
            return NEVER
        self.world.portal.send_supplement(self.code, self.secret, self._papers_for_part(), key=self._turn_key())
        return self._later(1, DAY // 2)

    def _answer_payment(self, dossier):
        if self.story == "withdraw-first" and not self.told:
            return self._withdraw()
        self.world.portal.confirm_payment(self.code, dossier.fee_vnd, f"BL-{self.entry.number}", key=self._turn_key())
        return self._later(1, DAY // 2)

    def _papers_for_part(self):
        paper = self.world.portal.upload(PAPER, key=self._turn_key())["paper_id"]
        part = self.case.procedure["parts"][0]["id"]
        return [self.intake_messages.FiledPart(part_id=part, paper_ids=[paper])]

    def _withdraw(self):
        self.told = True
        self.world.portal.withdraw(self.code, self.secret, "Người nộp không còn nhu cầu", key=self._turn_key())
        return NEVER

    # After acceptance.

    def _after_acceptance(self, dossier):
        self.dossier_id = dossier.dossier_id
        return {RECEIVED: self._at_reception, IN_PROCESS: self._in_process, SUPPLEMENT: self._await_supplement,
                PAYMENT: self._await_payment, STOPPED: self._stopped, FINISHED: self._result,
                }.get(dossier.state, lambda _: NEVER)(dossier)

    def _at_reception(self, dossier):
        task = self._open_tasks(dossier)[0]
        self._processing("ForwardDossier", dossier, task.agency, task_id=task.task_id)
        self.forwards += 1
        if self.story == "recall" and self.forwards == 1:
            return self._later(0, 1)  # taken back before any work on it
        return self._pace(dossier)

    def _in_process(self, dossier):
        if self.story == "recall" and not self.told:
            self.told = True
            self._processing("RecallDossier", dossier, dossier.receiving_agency, "Chuyển nhầm, rà soát lại")
            return self._later(1, 4)
        task = self._open_tasks(dossier)[0]
        if not self.told and self.story not in ("plain", "late"):
            told = self._tell(dossier, task)
            if told is not NotImplemented:
                return told
        if task.stage == len(self.case.workflow["stages"]) - 2 and len(self._open_tasks(dossier)) == 1:
            return self._finish(dossier, task)
        self._processing("ForwardDossier", dossier, task.agency, task_id=task.task_id)
        return self._pace(dossier)

    def _tell(self, dossier, task):
        """The special event; NotImplemented if this dossier continues as usual."""
        self.told = True
        if self.story in ("supplement", "no-supplement"):
            answer = self._processing("RequestSupplement", dossier, task.agency, "Cần bổ sung để thẩm định",
                                      task_id=task.task_id, items_vi=ITEMS).dossier
            return self._later(2, 3 * DAY) if self.story == "supplement" \
                else self.world.index_after(self._open_request(answer).answer_due_at)
        if self.story == "payment" and dossier.fee_after_acceptance_vnd > 0:
            self._processing("RequestPayment", dossier, task.agency, task_id=task.task_id,
                             amount_vnd=dossier.fee_after_acceptance_vnd)
            return self._later(1, 2 * DAY)
        if self.story == "transfer":
            handlers = self.case.province.handlers_of(self.case.procedure, self.world.moment().date())
            others = [code for code in handlers if code != task.agency]
            to_agency = self.chance.choice(others) if others and self.chance.random() < 0.5 else task.agency
            self._processing("TransferTask", dossier, task.agency, task_id=task.task_id, to_agency=to_agency,
                             to_officer="cb-07")
            return self._pace(dossier)
        if self.story == "extend" and dossier.HasField("due_at"):
            limits = stubs.module("motcua/type/v1/limit")
            self._processing("ExtendDueDate", dossier, dossier.handling_agency, "Cần thêm thời gian xác minh",
                             value=2, unit=limits.LIMIT_UNIT_WORKING_DAY, document_number=f"XL-{self.entry.number}")
            return self._pace(dossier)
        if self.story == "return":
            self._end(dossier)
            self._processing("ReturnDossier", dossier, task.agency, "Không đủ điều kiện giải quyết",
                             task_id=task.task_id)
            return NEVER
        if self.story == "withdraw":
            self._end(dossier)
            return self._withdraw()
        if self.story == "stop":
            self._processing("StopDossier", dossier, dossier.receiving_agency, "Theo đề nghị của người nộp")
            return self._later(DAY, 2 * DAY)
        return NotImplemented

    def _await_supplement(self, dossier):
        request = self._open_request(dossier)
        if self.story == "no-supplement":
            self._end(dossier)
            self._processing("CloseDossier", dossier, dossier.receiving_agency, "Quá hạn bổ sung")
            return NEVER
        if not request.HasField("sent_at") and self.case.online:
            self.world.portal.send_supplement(self.code, self.secret, self._papers_for_part(), key=self._turn_key())
            return self._later(1, 4)
        # Papers brought to the counter, or sent before: the counter confirms.
        self._processing("ConfirmSupplement", dossier, dossier.receiving_agency, request_id=request.request_id)
        return self._pace(dossier)

    def _await_payment(self, dossier):
        request = self._open_request(dossier)
        self.world.portal.confirm_payment(self.code, request.amount_vnd, f"BL-{self.entry.number}",
                                          request.request_id, key=self._turn_key())
        return self._pace(dossier)

    def _stopped(self, dossier):
        if not self.world.resume_allowed:
            return NEVER
        self._processing("ResumeDossier", dossier, dossier.receiving_agency, "Theo đề nghị của người nộp")
        return self._pace(dossier)

    def _finish(self, dossier, task):
        self._end(dossier)
        self.result_agency = task.agency
        self._processing("FinishDossier", dossier, task.agency, task_id=task.task_id,
                         result_number=f"KQ-{self.entry.number:05}")
        return self._later(0, 4)

    def _result(self, dossier):
        places = self.processing_messages
        if dossier.result_place == places.RESULT_PLACE_AT_OFFICE and self.result_agency != dossier.receiving_agency:
            self._processing("TransferResult", dossier, self.result_agency)
            return self._later(1, 8)
        if dossier.result_place != places.RESULT_PLACE_AT_COUNTER:
            self._processing("ConfirmResult", dossier, dossier.receiving_agency)
            return self._later(1, 2 * DAY)
        if dossier.fee_after_acceptance_vnd > 0 and not dossier.fee_paid:
            self._processing("ConfirmPayment", dossier, dossier.receiving_agency,
                             amount_vnd=dossier.fee_after_acceptance_vnd, payment_reference=f"BL-{self.entry.number}")
            return self.world.now
        ways = {"CHANNEL_DIRECT": places.HAND_OVER_WAY_DIRECT, "CHANNEL_ONLINE": places.HAND_OVER_WAY_ONLINE,
                "CHANNEL_POST": places.HAND_OVER_WAY_POST}
        self._processing("HandOverResult", dossier, dossier.receiving_agency, way=ways[self.case.channel],
                         proof=f"SO-{self.entry.number}")
        return NEVER

    def _pace(self, dossier):
        """In time by what is left of the limit, or, in a late one, only after it."""
        steps = max(1, len(self.case.workflow["stages"]) - 1)
        budget = 3 * DAY
        if dossier.HasField("due_at"):
            due = self.world.index_after(dossier.due_at)
            left = (len(self.world.plan.moments) if due is NEVER else due) - self.world.now
            if self.story == "late":
                return self._later(max(1, left), max(1, left) + DAY)
            budget = max(0, left - 2)
        return self._later(0, min(budget // steps, 4 * DAY))

    # Helpers.

    def _end(self, dossier):
        self.ended = (self.world.moment(), dossier.due_at if dossier.HasField("due_at") else None, dossier.state)

    @staticmethod
    def _open_tasks(dossier):
        return [task for task in dossier.tasks if task.state == 1]

    @staticmethod
    def _open_request(dossier):
        return next(request for request in dossier.requests if not request.HasField("closed_at"))

    def _turn_key(self):
        self.commands += 1
        return self._key(f"{self.commands}")

    def _intake(self, rpc, dossier, reason="", **fields):
        request = getattr(self.intake_messages, f"{rpc}Request")(
            command=actors.command("intake", self.code, dossier.revision, self.case.receiving, reason), **fields)
        return getattr(self.world.intake, rpc)(request, key=self._turn_key())

    def _processing(self, rpc, dossier, agency, reason="", **fields):
        request = getattr(self.processing_messages, f"{rpc}Request")(
            command=actors.command("processing", self.code, dossier.revision, agency, reason), **fields)
        return getattr(self.world.processing, rpc)(request, key=self._turn_key())

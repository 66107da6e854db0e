"""Deliverable 5: every row of the transition table of domain 2.1 through public interfaces, on any province."""

import datetime

from base import EndToEnd
from desk import AFTER, BEFORE
from motcua_client import stubs
from motcua_client.rest import to_dict
from system import wait_for

STATES = stubs.module("motcua/type/v1/dossier").DossierState

ONLINE, DIRECT, POST = "CHANNEL_ONLINE", "CHANNEL_DIRECT", "CHANNEL_POST"
SUPPLEMENT, PAYMENT = 1, 2  # motcua.processing.v1.RequestKind


def processing_stages(case):
    return case.workflow["stages"][1:-1]


def step_agencies(case, stage):
    return [{"STEP_AGENCY_RECEIVING": case.receiving, "STEP_AGENCY_HANDLING": case.handling}.get(
        step["agency"], step.get("agency_code", "")) for step in stage["steps"]]


def in_series(case):
    """Two agencies one after the other."""
    stages = [step_agencies(case, stage) for stage in processing_stages(case)]
    return any(set(first).isdisjoint(second) for first, second in zip(stages, stages[1:]))


def at_once(case):
    """Two agencies at the same time."""
    return any(len(set(step_agencies(case, stage))) > 1 for stage in processing_stages(case))


class Path(EndToEnd):
    """One method per group of rows; a row is named by its states."""

    def look(self, paper, state):
        """The owner, REST and gRPC all report `state`, with the same answer."""
        self.assertEqual(paper.state, state, paper.code)
        by_rest = self.desk.look_up(paper)
        self.assertEqual(by_rest, to_dict(self.desk.look_up_by_grpc(paper)))
        self.assertEqual(STATES.Value(by_rest["state"]), state)
        public = self.desk.look_up(paper, secret=False)
        self.assertNotIn("details", public)
        self.assertIn("details", by_rest)
        return by_rest

    def online(self, accept=lambda case: True):
        case = self.desk.case(ONLINE, accept)
        self.assertIsNotNone(case, "no such procedure online")
        return self.desk.file(case)

    def received(self, accept=lambda case: True, channel=None):
        channels = [channel] if channel else [DIRECT, POST]
        case = next(filter(None, (self.desk.case(name, accept) for name in channels)), None)
        if case is None:
            self.skipTest("this province has no such procedure")
        return self.desk.receive(case)

    def in_work(self, accept=lambda case: True):
        return self.desk.to_work(self.received(accept))

    # – -> 1, 1 -> 2, – -> 2

    def test_01_three_channels_in(self):
        online = self.online(lambda case: case.fee(BEFORE) == 0)
        self.look(online, 1)
        self.assertGreater(online.dossier.acceptance_due_at.seconds, online.dossier.filed_at.seconds)
        self.assertTrue(online.receipt["qr_payload"].endswith(online.code))
        self.assertNotIn(online.secret, online.receipt["qr_payload"])
        self.desk.accept(online)
        self.look(self.desk.read(online), 2)
        for channel in (DIRECT, POST):
            paper = self.received(channel=channel)
            self.assertEqual(len(paper.secret), 8)
            printed = paper.receipt.due_at
            self.look(self.desk.read(paper), 2)
            # The date on the receipt equals the one that processing computes.
            self.assertEqual(paper.dossier.due_at, printed)

    def test_02_supplement_before_receipt(self):
        paper = self.online()
        self.desk.at_counter(paper, "RequestSupplement", "Thiếu giấy tờ", items_vi=["Bản sao"])
        self.look(paper, 5)
        self.desk.send_supplement(paper)
        self.look(paper, 1)

    def test_03_fee_before_acceptance(self):
        paper = self.online(lambda case: case.fee(BEFORE) > 0)
        self.assert_refused("FEE_UNPAID", self.desk.at_counter, paper, "AcceptDossier")
        self.desk.at_counter(paper, "RequestPayment")
        self.look(paper, 6)
        self.assert_refused("AMOUNT_DIFFERS", self.desk.pay, paper, paper.dossier.fee_vnd + 1)
        self.desk.pay(paper, paper.dossier.fee_vnd)
        self.look(paper, 1)
        self.desk.at_counter(paper, "AcceptDossier")
        self.look(self.desk.read(paper), 2)

    def test_04_withdraw_before_receipt(self):
        filed = self.online()
        asked = self.desk.at_counter(self.online(), "RequestSupplement", "Thiếu", items_vi=["Bản sao"])
        to_pay = self.desk.at_counter(self.online(lambda case: case.fee(BEFORE) > 0), "RequestPayment")
        for paper in (filed, asked, to_pay):
            self.desk.withdraw(paper)
            self.look(paper, 7)

    def test_05_refuse(self):
        paper = self.online()
        self.assert_refused("REASON_MISSING", self.desk.at_counter, paper, "RefuseDossier")
        self.desk.at_counter(paper, "RefuseDossier", "Không thuộc thẩm quyền")
        self.look(paper, 3)

    # 2 -> 4 -> 9 -> 10, in series and at once

    def test_06_forward_to_hand_over(self):
        paper = self.in_work(lambda case: case.fee(AFTER) == 0)
        self.look(paper, 4)
        self.desk.finish(paper)
        self.look(paper, 9)
        self.assert_refused("RESULT_NOT_AT_COUNTER", self.desk.hand_over, paper)
        self.desk.bring_result(paper)
        self.look(paper, 9)
        self.desk.hand_over(paper)
        self.look(paper, 10)

    def test_07_fee_on_return(self):
        paper = self.in_work(lambda case: case.fee(AFTER) > 0)
        self.desk.bring_result(self.desk.finish(paper))
        self.assert_refused("FEE_UNPAID", self.desk.by_counter, paper, "HandOverResult",
                            way=self.desk.messages.HAND_OVER_WAY_POST, proof="VD-1")
        self.desk.hand_over(paper)
        self.look(paper, 10)

    def test_08_two_agencies_in_series(self):
        paper = self.in_work(in_series)
        agencies = []
        while True:
            agencies.append(paper.tasks[0].agency)
            if paper.tasks[0].stage == len(paper.case.workflow["stages"]) - 2 and len(paper.tasks) == 1:
                break
            self.desk.forward(paper)
            self.look(paper, 4)
        self.assertGreater(len(set(agencies)), 1)
        self.desk.finish(paper)

    def to_joint_stage(self):
        paper = self.in_work(at_once)
        while len({task.agency for task in paper.tasks}) < 2:
            self.desk.forward(paper)
        return paper

    def test_09_two_agencies_at_once_ask_different_things(self):
        paper = self.to_joint_stage()
        first, second = paper.tasks[:2]
        due = paper.dossier.due_at
        self.desk.ask_payment(paper, second)
        self.look(paper, 6)
        self.desk.ask_supplement(paper, first)
        self.look(paper, 5)  # the supplement takes precedence over the payment
        self.assert_refused("TASK_WAITS", self.desk.forward, paper, first)
        self.desk.pay(paper, 15000, paper.request(PAYMENT).request_id)
        self.look(paper, 5)
        self.desk.move_to(self.desk.now + datetime.timedelta(minutes=30))
        self.desk.send_supplement(paper)
        self.look(paper, 5)  # the counter has not confirmed
        self.desk.by_counter(paper, "ConfirmSupplement", request_id=paper.request(SUPPLEMENT).request_id)
        self.look(paper, 4)
        if paper.dossier.HasField("due_at"):
            self.assertGreaterEqual(paper.dossier.due_at.seconds, due.seconds)
        self.desk.finish(paper)
        self.look(paper, 9)

    # Inside 4

    def test_10_transfer_and_recall(self):
        paper = self.in_work(lambda case: len(self.desk.province.handlers_of(case.procedure, self.desk.day)) > 1)
        task = paper.tasks[0]
        other = next(code for code in self.province.handlers_of(paper.case.procedure, self.desk.day)
                     if code != task.agency)
        self.desk.act(paper, "TransferTask", task.agency, task_id=task.task_id, to_agency=other)
        self.look(paper, 4)
        self.assertEqual(paper.tasks[0].agency, other)
        # The other agency may be the counter's own, which has forwarded the dossier.
        self.assert_refused(("NOTHING_TO_RECALL", "RECEIVER_HAS_ACTED"), self.desk.act, paper, "RecallDossier", other)
        self.desk.act(paper, "RecallDossier", task.agency, "Chuyển nhầm")
        self.assertEqual(paper.tasks[0].agency, task.agency)
        self.look(paper, 4)

    def test_11_recall_to_the_counter_only_before_the_receiver_acts(self):
        paper = self.in_work()
        self.desk.by_counter(paper, "RecallDossier", "Chuyển nhầm")
        self.look(paper, 2)
        self.desk.forward(paper)
        self.desk.ask_supplement(paper)
        self.assert_refused("RECEIVER_HAS_ACTED", self.desk.by_counter, paper, "RecallDossier", "Chuyển nhầm")

    # 4 <-> 5, 4 <-> 6

    def test_12_supplement_in_processing(self):
        paper = self.in_work()
        self.desk.ask_supplement(paper)
        self.look(paper, 5)
        self.assertTrue(paper.dossier.paused)
        self.desk.move_to(self.desk.now + datetime.timedelta(hours=1))
        part = self.desk.intake_messages.FiledPart(part_id="", paper_ids=["019a0000-0000-7000-8000-00000000ffff"])
        self.assert_refused("PAPER_UNKNOWN", self.desk.portal.send_supplement, paper.code, paper.secret, [part])
        self.assertFalse(self.desk.read(paper).request(SUPPLEMENT).HasField("sent_at"))
        self.desk.send_supplement(paper)
        sent = self.desk.intake.DescribePapers(
            self.desk.intake_messages.DescribePapersRequest(paper_ids=paper.request(SUPPLEMENT).paper_ids)).papers
        self.assertEqual(len(sent), 1)
        self.desk.by_counter(paper, "ConfirmSupplement")
        self.look(paper, 4)
        self.assertFalse(paper.dossier.paused)

    def test_13_payment_in_processing(self):
        paper = self.in_work()
        self.desk.ask_payment(paper, amount=20000)
        self.look(paper, 6)
        self.desk.pay(paper, 20000)
        self.look(paper, 4)

    # 4 -> 8 -> 4, 4 -> 7, 4 -> 3

    def test_14_stop_and_resume_where_the_rules_allow(self):
        paper = self.in_work()
        self.desk.by_counter(paper, "StopDossier", "Theo đề nghị của người nộp")
        self.look(paper, 8)
        if self.province.rule_set_on(self.desk.day).get("resume_allowed"):
            self.desk.by_counter(paper, "ResumeDossier", "Theo đề nghị")
            self.look(paper, 4)
        else:
            self.assert_refused("RESUME_NOT_ALLOWED", self.desk.by_counter, paper, "ResumeDossier", "Theo đề nghị")
            self.look(paper, 8)

    def test_15_withdraw_after_receipt(self):
        received = self.desk.read(self.received())
        in_work = self.in_work()
        asked = self.desk.ask_supplement(self.in_work())
        to_pay = self.desk.ask_payment(self.in_work())
        for paper in (received, in_work, asked, to_pay):
            self.desk.withdraw(paper)
            self.look(paper, 7)
        finished = self.desk.finish(self.in_work())
        self.assert_refused("WRONG_STATE", self.desk.withdraw, finished)

    def test_16_return_as_unqualified(self):
        paper = self.in_work()
        task = paper.tasks[0]
        self.assert_refused("REASON_MISSING", self.desk.act, paper, "ReturnDossier", task.agency,
                            task_id=task.task_id)
        self.desk.act(paper, "ReturnDossier", task.agency, "Không đủ điều kiện", task_id=task.task_id)
        self.look(paper, 3)

    def test_17_extend_once(self):
        paper = self.in_work(lambda case: case.has_limit)
        due = paper.dossier.due_at
        for _ in range(self.province.rule_set_on(self.desk.day)["max_extensions"]):
            self.desk.act(paper, "ExtendDueDate", paper.case.handling, "Xin lỗi, cần thêm thời gian", value=3,
                          unit=self.desk.limits.LIMIT_UNIT_WORKING_DAY, document_number="XL-1")
        self.assertGreater(paper.dossier.due_at.seconds, due.seconds)
        self.assert_refused("ALREADY_EXTENDED", self.desk.act, paper, "ExtendDueDate", paper.case.handling, "Lần nữa",
                            value=3, unit=self.desk.limits.LIMIT_UNIT_WORKING_DAY, document_number="XL-2")
        explained = self.desk.processing.ExplainDueDate(
            self.desk.messages.ExplainDueDateRequest(dossier=paper.code))
        self.assertEqual(explained.due_at, paper.dossier.due_at)
        self.assertEqual(explained.ledger[0].cause, "ACCEPTED")
        self.assertEqual(explained.ledger[-1].cause, "EXTENSION")
        self.assertTrue(explained.explanation)

    # Time passes: 5 -> 3, 6 -> 3

    def test_80_limits_pass(self):
        first = self.desk.at_counter(self.online(), "RequestSupplement", "Thiếu", items_vi=["Bản sao"])
        fee = self.desk.at_counter(self.online(lambda case: case.fee(BEFORE) > 0), "RequestPayment")
        later = self.desk.ask_supplement(self.in_work())
        for paper in (first, fee):
            self.assert_refused("LIMIT_NOT_PASSED", self.desk.at_counter, paper, "CloseDossier", "Quá hạn")
        self.assert_refused("LIMIT_NOT_PASSED", self.desk.by_counter, later, "CloseDossier", "Quá hạn")
        ends = [first.dossier.request_due_at, fee.dossier.request_due_at, later.request(SUPPLEMENT).answer_due_at]
        self.desk.move_past(max(ends, key=lambda stamp: stamp.seconds))
        for paper, reason in ((first, 2), (fee, 3)):
            self.desk.at_counter(paper, "CloseDossier", "Quá hạn")
            self.look(paper, 3)
            self.assertEqual(paper.dossier.end_reason, reason)
        self.desk.by_counter(later, "CloseDossier", "Quá hạn bổ sung")
        self.look(later, 3)
        self.assertEqual(later.dossier.end_reason, 2)

    def test_81_nobody_answers_an_online_dossier(self):
        paper = self.online()
        seen = paper.dossier.revision
        self.desk.move_past(paper.dossier.acceptance_due_at)

        def alerts():
            entries = self.desk.intake.GetTimeline(
                self.desk.intake_messages.GetTimelineRequest(dossier=paper.code)).entries
            return [entry for entry in entries if entry.event_type.endswith(".AcceptanceDelayed")]
        wait_for(lambda: len(alerts()) >= 2, 20, "both alerts raised")
        self.desk.read(paper)
        self.assertEqual(paper.dossier.revision, seen)  # a clerk's open form stays valid
        self.look(paper, 1)

    # Everything else is refused.

    def test_90_what_a_state_does_not_allow_is_refused_and_changes_nothing(self):
        makers = {1: self.online, 2: lambda: self.desk.read(self.received()), 4: self.in_work,
                  5: lambda: self.desk.ask_supplement(self.in_work()), 6: lambda: self.desk.ask_payment(self.in_work()),
                  7: lambda: self.desk.withdraw(self.in_work()),
                  8: lambda: self.desk.by_counter(self.in_work(), "StopDossier", "Theo đề nghị"),
                  9: lambda: self.desk.finish(self.in_work()),
                  10: lambda: self.desk.hand_over(self.desk.bring_result(self.desk.finish(self.in_work())))}
        for state, make in makers.items():
            paper = make()
            self.assertEqual(paper.state, state)
            for rpc, allowed in (ALLOWED_BEFORE if state == 1 else ALLOWED_AFTER).items():
                if state not in allowed:
                    with self.subTest(state=state, rpc=rpc):
                        self.refused_without_trace(paper, rpc)

    def refused_without_trace(self, paper, rpc):
        fields = {"RequestSupplement": {"items_vi": ["x"]}, "RequestPayment": {"amount_vnd": 1000},
                  "ConfirmPayment": {"amount_vnd": 1000, "payment_reference": "BL"},
                  "FinishDossier": {"result_number": "KQ"}, "HandOverResult": {"proof": "SO"},
                  "ExtendDueDate": {"value": 1, "unit": 1, "document_number": "XL"},
                  "TransferTask": {"to_agency": paper.case.receiving, "to_officer": "cb-9"}}.get(rpc, {})
        if paper.accepted:
            task = next((task for task in paper.dossier.tasks if task.stage), None)
            if task is not None and rpc in ("TransferTask", "RequestSupplement", "RequestPayment", "FinishDossier",
                                            "ReturnDossier"):
                fields["task_id"] = task.task_id
            agency = task.agency if "task_id" in fields else paper.case.receiving
            self.assert_refused(REFUSALS, self.desk.act, paper, rpc, agency, "Lý do", **fields)
        else:
            if rpc == "RequestPayment":
                fields = {}
            if rpc == "SendSupplement":
                fields = {"parts": [self.desk.intake_messages.FiledPart(
                    part_id=paper.case.procedure["parts"][0]["id"], originals=1)]}
            self.assert_refused(REFUSALS, self.desk.at_counter, paper, rpc, "Lý do", **fields)
        before = paper.dossier.SerializeToString(deterministic=True)
        self.assertEqual(self.desk.read(paper).dossier.SerializeToString(deterministic=True), before)


# RPC -> the states in which it may succeed.
ALLOWED_BEFORE = {"AcceptDossier": (1,), "RefuseDossier": (1,), "RequestSupplement": (1,), "SendSupplement": (5,),
                  "RequestPayment": (1,), "ConfirmPayment": (6,), "CloseDossier": (5, 6),
                  "WithdrawDossier": (1, 5, 6)}
ALLOWED_AFTER = {"ForwardDossier": (2, 4, 5, 6), "TransferTask": (4,), "RecallDossier": (2, 4, 5, 6),
                 "RequestSupplement": (4, 6), "SendSupplement": (5,), "ConfirmSupplement": (5,), "CloseDossier": (5,),
                 "RequestPayment": (4, 5), "ConfirmPayment": (6, 9), "StopDossier": (4,), "ResumeDossier": (8,),
                 "WithdrawDossier": (2, 4, 5, 6), "ReturnDossier": (4,), "FinishDossier": (4,),
                 "TransferResult": (9,), "ConfirmResult": (9,), "HandOverResult": (9,),
                 "ExtendDueDate": (2, 4, 5, 6)}
REFUSALS = ("WRONG_STATE", "TASK_NOT_OPEN", "TASK_WAITS", "NOTHING_TO_RECALL", "RESUME_NOT_ALLOWED", "FEE_NOT_DUE",
            "COUNTER_TASK", "NO_DUE_DATE", "NOT_YOUR_TASK", "TASKS_OPEN")

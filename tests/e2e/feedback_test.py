"""Petitions and ratings: citizens over REST, officers over gRPC."""

import json

from base import EndToEnd
from desk import AFTER
from motcua_client import actors, stubs
from system import wait_for

DIRECT = "CHANNEL_DIRECT"
MALFORMED = ("TEXT_MISSING", "TEXT_TOO_LONG", "TEXT_INVALID", "PHONE_INVALID", "SENDER_NAME_MISSING",
             "SENDER_CONTACT_MISSING")
NEW, ACCEPTED, ASSIGNED, NEED_INFO, SUPPLEMENTED, ANSWERED, WAITING_PUBLISH, PUBLISHED, REFUSED, FORWARDED = range(1, 11)
SENDER = {"full_name": "Trần Thị Ví Dụ", "phone": "0911222333", "email": "vidu@example.org"}
CONTENT = "Phải đi lại ba lần mà chưa được trả kết quả."


class Feedback(EndToEnd):
    def setUp(self):
        super().setUp()
        self.feedback = self.system.service("feedback", "office")
        self.messages = stubs.module("motcua/feedback/v1/feedback_service")
        self.case = self.desk.case(DIRECT)
        self.agency = self.case.handling
        self.centre = self.province.petition_rules["centre"]
        self.petition = None
        self.secret = ""

    def send(self, **fields):
        """A citizen's petition over REST; stored as the newest."""
        sent = self.desk.portal.send_petition(**{"title": "Chậm trả kết quả", "content": CONTENT, "sender": SENDER,
                                                 "about_agency": self.agency, **fields})
        self.secret = sent["lookup_secret"]
        return self.read(sent["code"])

    def read(self, code, agency=None):
        self.petition = self.feedback.GetPetition(self.messages.GetPetitionRequest(
            petition=code, actor=actors.officer(agency or self.centre))).petition
        return self.petition

    def act(self, rpc, agency=None, reason="", revision=None, **fields):
        petition = self.petition
        command = self.messages.PetitionCommand(
            petition=petition.code, expected_revision=petition.revision if revision is None else revision,
            actor=actors.officer(agency or petition.handling_agency), reason=reason)
        answer = getattr(self.feedback, rpc)(getattr(self.messages, f"{rpc}Request")(command=command, **fields))
        self.petition = answer.petition
        return self.petition

    def seen(self, secret=True):
        return self.desk.portal.petition_status(self.petition.code, self.secret if secret else "")

    def look(self, state, name):
        self.assertEqual(self.petition.state, state)
        self.assertEqual(self.seen()["state"], name)

    def test_01_from_the_citizen_to_publication(self):
        self.send()
        self.assertTrue(self.petition.code.startswith("PA."), self.petition.code)
        self.look(NEW, "new")
        self.assertTrue(self.petition.HasField("answer_due_at"))
        self.act("AcceptPetition", **{"class": self.messages.PETITION_CLASS_BEHAVIOUR})
        self.look(ACCEPTED, "accepted")
        self.assign()
        self.look(ASSIGNED, "assigned")
        self.act("AskSender", question="Ngày nào?")
        self.look(NEED_INFO, "need_info")
        self.assertEqual(self.seen()["question"], "Ngày nào?")
        self.desk.portal.supplement_petition(self.petition.code, self.secret, "Ngày thứ hai.")
        self.read(self.petition.code)
        self.look(SUPPLEMENTED, "supplemented")
        self.act("AcceptPetition", **{"class": self.messages.PETITION_CLASS_BEHAVIOUR})
        self.assign()
        self.act("AnswerPetition", answer="Đã xin lỗi và trả kết quả.", publish=True)
        self.look(WAITING_PUBLISH, "waiting_publish")
        self.act("PublishPetition", public_text="Phản ánh chậm trả kết quả.")
        self.look(PUBLISHED, "published")
        public = self.seen(secret=False)
        self.assertEqual(public["public_text"], "Phản ánh chậm trả kết quả.")
        for private in (*SENDER.values(), CONTENT):
            self.assertNotIn(private, json.dumps(public, ensure_ascii=False))

    def assign(self):
        """Assigns it to the agency it is about, unless it is already there."""
        command = self.messages.PetitionCommand(
            petition=self.petition.code, expected_revision=self.petition.revision,
            actor=actors.officer(self.petition.handling_agency))
        self.petition = self.feedback.AssignPetition(self.messages.AssignPetitionRequest(
            command=command, agency=self.agency)).petition

    def test_02_refused_and_given_away(self):
        self.send()
        self.assert_refused("REASON_MISSING", self.act, "RefusePetition")
        self.act("RefusePetition", reason="Không thuộc phạm vi")
        self.look(REFUSED, "refused")
        self.send()
        self.act("TransferPetition", reason="Thuộc bộ", outside_agency="Bộ Xây dựng")
        self.look(FORWARDED, "forwarded")

    def test_03_a_stranger_sees_nothing(self):
        self.send()
        self.assert_refused("SECRET_MISSING", self.seen, secret=False)
        self.assert_refused(("SECRET_WRONG", "PETITION_UNKNOWN"), self.desk.portal.petition_status,
                            self.petition.code, "AAAAAAAA")

    def test_04_one_rating_of_a_dossier_over_rest(self):
        paper = self.desk.receive(self.desk.case(DIRECT, lambda case: case.fee(AFTER) == 0))
        rate = self.desk.portal.rate
        self.assert_refused("NOT_HANDED_OVER", rate, paper.code, paper.secret, 5)
        self.desk.hand_over(self.desk.bring_result(self.desk.finish(self.desk.to_work(paper))))
        self.system.wait_quiet()
        self.assert_refused("SECRET_WRONG", rate, paper.code, "AAAAAAAA", 1)
        self.assert_refused("SCORE_INVALID", rate, paper.code, paper.secret, 6)
        rate(paper.code, paper.secret, 4)
        self.assert_refused("ALREADY_RATED", rate, paper.code, paper.secret, 1)
        day = self.desk.day.isoformat()
        counts = self.feedback.CountRatings(self.messages.CountRatingsRequest(**{"from": day, "to": day})).counts
        self.assertIn((paper.case.handling, 4), {(row.handling_agency, row.score) for row in counts})

    def test_05_bad_input_leaves_nothing(self):
        before = self.count()
        self.assert_refused("AGENCY_UNKNOWN", self.send, about_agency="X00.000")
        self.assert_refused("DOSSIER_UNKNOWN", self.send, about_dossier=f"{self.agency}-260101-9999")
        for fields in ({"title": ""}, {"content": ""}, {"title": "x" * 2001}, {"content": "x" * 20001},
                       {"sender": {"full_name": "", "phone": "1"}}):
            with self.subTest(fields=list(fields)):
                self.assert_refused(MALFORMED, self.send, **fields)
        answer = self.desk.portal.send("POST", "/v1/petitions", json.dumps({"title": "x", "content": "x" * (1 << 20)}),
                                       {"Content-Type": "application/json", "Idempotency-Key": "e2e-large",
                                        "Authorization": f"Bearer {self.system.token}"})
        self.assertIn(answer.status, (400, 413))
        self.assertEqual(self.count(), before)
        self.send()
        self.assert_refused("STALE_REVISION", self.act, "RefusePetition", reason="x", revision=7)
        self.assert_refused("WRONG_STATE", self.act, "PublishPetition", public_text="x")

    def count(self):
        return self.system.query("feedback", "SELECT count(*) FROM petitions")

    def test_06_deadlines_are_those_of_the_calendar(self):
        """Nothing is due on a day off, and an answer after its deadline is counted late."""
        self.send()
        self.act("AcceptPetition", **{"class": self.messages.PETITION_CLASS_BEHAVIOUR})
        self.assign()
        due = self.petition.answer_due_at
        self.desk.move_past(due)
        self.act("AnswerPetition", answer="Đã giải quyết.", publish=True)
        day = due.ToDatetime().date().isoformat()
        counts = self.feedback.CountPetitions(self.messages.CountPetitionsRequest(
            **{"from": day, "to": day})).counts
        mine = [row for row in counts if row.handling_agency == self.agency]
        self.assertEqual(sum(row.answered_late for row in mine), 1, counts)

    def test_07_events_tell_no_names(self):
        self.send()
        self.system.wait_quiet()
        rows = self.system.query("feedback", "SELECT payload FROM event_history WHERE key = %s",
                                 self.petition.petition_id)
        self.assertTrue(rows)
        for (payload,) in rows:
            for private in (*SENDER.values(), CONTENT):
                self.assertNotIn(private.encode(), bytes(payload))
        logs = wait_for(self.system.logs, 5, "logs")
        for private in (*SENDER.values(), CONTENT):
            self.assertNotIn(private, logs)

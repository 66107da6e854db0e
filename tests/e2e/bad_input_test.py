"""Bad input gets a clear error with a stable reason and writes nothing: tables and topic ends do not change."""

import json
import time
import uuid

from base import EndToEnd
from desk import BEFORE
from motcua_client import actors, errors, stubs
from motcua_client.rest import refusal_of
from system import Message, wait_for

ONLINE, DIRECT = "CHANNEL_ONLINE", "CHANNEL_DIRECT"
TOPIC = "motcua.intake.dossier.v1"
NOISY = ("event_cursors", "inbox_events")  # consumers that catch up while a test looks


class BadInput(EndToEnd):
    def setUp(self):
        super().setUp()
        self.case = self.desk.case(ONLINE, lambda case: case.fee(BEFORE) == 0 and case.papers_needed() > 0)
        self.assertIsNotNone(self.case)

    def unchanged(self, act):
        """`act` does not change any table or topic."""
        self.system.wait_quiet()
        tables, ends = self.system.tables(), self.system.topic_ends()
        act()
        time.sleep(0.3)  # time for delayed effects
        after = self.system.tables()
        self.assertEqual([name for name in tables if tables[name] != after[name]], [])
        self.assertEqual(ends, self.system.topic_ends())

    def refused_for(self, reason, call, *arguments, **named):
        refused = []
        self.unchanged(lambda: refused.append(self.assert_refused(reason, call, *arguments, **named)))
        return refused[0]

    def filed_with(self, reason, **changes):
        content = self.desk.content(self.case)
        for name, value in changes.items():
            setattr(content, name, value)
        refused = self.refused_for(reason, self.desk.portal.file, content)
        self.assertTrue(refused.localized, "an error of the edge speaks Vietnamese too")
        self.assertTrue(refused.message)
        return refused

    def test_unknown_procedure(self):
        self.assertEqual(self.filed_with("PROCEDURE_UNKNOWN", procedure_code="9.999999").metadata["field"],
                         "content.procedure_code")

    def test_unknown_agency(self):
        self.filed_with("AGENCY_UNKNOWN", receiving_agency=f"{self.province.code}.000")

    def test_agency_without_competence(self):
        handlers = self.province.handlers_of(self.case.procedure, self.desk.day)
        other = next(row["code"] for row in self.province.agencies_on(self.desk.day) if row["code"] not in handlers)
        self.filed_with("AGENCY_NOT_COMPETENT", handling_agency=other)

    def test_missing_part(self):
        part = next(part["id"] for part in self.case.required_parts() if not part.get("replaced_by"))
        content = self.case.content([self.desk.upload() for _ in range(self.case.papers_needed())], leave_out=[part])
        self.assertEqual(self.refused_for("PART_MISSING", self.desk.portal.file, content).metadata["part_id"], part)

    def test_part_and_paper_that_do_not_exist(self):
        content = self.desk.content(self.case)
        content.parts.add(part_id="no-such-part", originals=1)
        self.refused_for("PART_UNKNOWN", self.desk.portal.file, content)
        content = self.case.content([str(uuid.uuid4()) for _ in range(self.case.papers_needed())])
        self.refused_for("PAPER_UNKNOWN", self.desk.portal.file, content)

    def test_impossible_and_foreign_codes(self):
        paper = self.desk.file(self.case)
        agency, day, serial = paper.code.rsplit("-", 2)
        for code in ("abc", f"{agency}-260231-0001", f"{agency}-{day}", "../../etc/passwd", "' OR 1=1 --"):
            with self.subTest(code=code):
                def look_up(code=code):
                    self.desk.portal.status(code)
                self.unchanged(lambda look_up=look_up: self.assert_refused(("CODE_IMPOSSIBLE", "ROUTE_UNKNOWN",
                                                                            "DOSSIER_UNKNOWN"), look_up))
        for code in ("G22.99-260907-1234567", f"{agency}-{day}-{int(serial) + 9000:04}"):
            with self.subTest(code=code):
                self.refused_for("DOSSIER_UNKNOWN", self.desk.portal.status, code)
                self.refused_for("DOSSIER_UNKNOWN", self.desk.processing.GetDossier,
                                 self.desk.messages.GetDossierRequest(dossier=code))

    def test_impossible_date(self):
        catalogue = stubs.module("motcua/intake/v1/catalogue_service")
        service = self.system.service("catalogue")
        for date in ("2026-02-31", "31/12/2026", "tomorrow"):
            self.refused_for("DATE_INVALID", service.GetProcedure, catalogue.GetProcedureRequest(
                code=self.case.procedure["code"], on_date=date))

    def test_wrong_state_and_stale_revision(self):
        paper = self.desk.file(self.case)
        self.refused_for("WRONG_STATE", self.desk.at_counter, paper, "CloseDossier", "Quá hạn")
        self.refused_for("STALE_REVISION", self.desk.at_counter, paper, "AcceptDossier", revision=7)
        self.refused_for(("STALE_REVISION", "REVISION_MISSING"), self.desk.at_counter, paper, "AcceptDossier",
                         revision=0)
        self.refused_for("NOT_YOUR_DOSSIER", self.desk.at_counter, paper, "AcceptDossier", agency="X00.000")
        self.desk.accept(paper)
        self.refused_for("DOSSIER_ACCEPTED", self.desk.at_counter, paper, "RefuseDossier", "Muộn rồi")
        self.desk.read(paper)
        self.refused_for("STALE_REVISION", self.desk.by_counter, paper, "ForwardDossier", revision=99)
        self.refused_for("NOT_YOUR_TASK", self.desk.act, paper, "ForwardDossier", "X00.000")

    def test_same_key_with_the_same_and_with_other_content(self):
        content, key = self.desk.content(self.case), str(uuid.uuid4())
        first = self.desk.portal.file(content, key=key)
        self.unchanged(lambda: self.assertEqual(self.desk.portal.file(content, key=key), first))
        content.subject += " khác"
        self.refused_for("IDEMPOTENCY_KEY_REUSED", self.desk.portal.file, content, key=key)
        paper = self.desk.read(self.desk.file(self.case))
        key = str(uuid.uuid4())
        self.desk.at_counter(paper, "RefuseDossier", "Lý do một", key=key, revision=1)
        self.unchanged(lambda: self.desk.at_counter(paper, "RefuseDossier", "Lý do một", key=key, revision=1))
        self.refused_for("IDEMPOTENCY_KEY_REUSED", self.desk.at_counter, paper, "RefuseDossier", "Lý do hai", key=key,
                         revision=1)

    # Input that is not a valid request.

    def raw(self, body, path="/v1/dossiers", method="POST", **headers):
        return self.desk.portal.send(method, path, body, {
            "Authorization": f"Bearer {self.system.token}", "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()), **headers})

    def raw_refused(self, http_status, reason, body, **named):
        def act():
            answer = self.raw(body, **named)
            self.assertEqual(answer.status, http_status, answer.body)
            refused = refusal_of(answer)
            self.assertEqual(refused.reason, reason)
            self.assertTrue(refused.localized)
        self.unchanged(act)

    def test_malformed_json_unknown_field_and_wrong_type(self):
        for body in (b"{", b"", b"[]", b'{"content": 1}', b'{"content": {"no_such_field": 1}}',
                     b'{"content": {"parts": "x"}}', b"{" * 200):
            with self.subTest(body=body[:30]):
                self.raw_refused(400, "JSON_INVALID", body)
        self.raw_refused(400, "TEXT_INVALID", b"\xff\xfe")

    def test_oversized_bodies(self):
        big = json.dumps({"content": {"subject": "x" * (300 * 1024)}}).encode()
        for path, body in (("/v1/dossiers", big), ("/v1/papers", b"x" * (600 * 1024))):
            with self.subTest(path=path):
                def act(path=path, body=body):
                    try:
                        answer = self.raw(body, path)
                    except OSError:
                        return  # the edge closes the connection while we are sending
                    self.assertEqual(answer.status, 413)
                    self.assertEqual(refusal_of(answer).reason, "BODY_TOO_LARGE")
                self.unchanged(act)

    def test_without_credentials_key_or_route(self):
        self.raw_refused(401, "CREDENTIALS_MISSING", b"{}", Authorization="")
        self.raw_refused(401, "CREDENTIALS_INVALID", b"{}", Authorization="Bearer " + "x" * 43)
        content = json.dumps({"content": {}}).encode()
        self.raw_refused(400, "IDEMPOTENCY_KEY_MISSING", content, **{"Idempotency-Key": ""})
        self.unchanged(lambda: self.assertEqual(self.raw(b"", "/v1/nothing").status, 404))
        self.unchanged(lambda: self.assertEqual(self.raw(b"", method="PUT").status, 405))

    def test_wrong_secret(self):
        paper = self.desk.file(self.case)
        self.refused_for("SECRET_WRONG", self.desk.portal.status, paper.code, "AAAA2222")
        self.refused_for("SECRET_WRONG", self.desk.portal.withdraw, paper.code, "AAAA2222", "Rút")
        self.refused_for("SECRET_MISSING", self.desk.portal.withdraw, paper.code, "", "Rút")

    def test_paper_that_is_none(self):
        for content, media_type, reason in ((b"", "application/pdf", "PAPER_EMPTY"),
                                            (b"MZ", "application/x-msdownload", "PAPER_TYPE_UNKNOWN")):
            self.refused_for(reason, self.desk.portal.upload, content, media_type)

    # Messages that are not events.

    def headers(self, event_id, kind, key, sequence=1):
        return {"ce_specversion": "1.0", "ce_id": event_id, "ce_type": kind, "ce_source": "/motcua/intake",
                "ce_subject": key, "ce_time": "2026-09-07T01:00:00Z", "ce_epoch": "1", "ce_sequence": str(sequence),
                "ce_buildson": "0", "content-type": "application/protobuf"}

    def dead_letters(self):
        return self.system.query("processing", "SELECT event_id, reason FROM dead_letters ORDER BY at")

    def test_garbage_on_a_topic_is_a_dead_letter_and_the_rest_goes_on(self):
        self.system.wait_quiet()
        before, known = self.system.tables(), len(self.dead_letters())
        key = str(uuid.uuid4())
        self.system.produce(
            Message(TOPIC, key, b"\xff\xff\xff\xffgarbage",
                    self.headers(str(uuid.uuid4()), "motcua.intake.events.v1.DossierAccepted", key)),
            Message(TOPIC, "no-uuid", b"\x00", {"nothing": "known"}))
        wait_for(lambda: len(self.dead_letters()) == known + 2, 30, "both stand in dead_letters")
        self.system.wait_quiet()
        after = self.system.tables()
        changed = {name for name in before if before[name] != after[name]}
        self.assertEqual({name.split(".")[1] for name in changed} - set(NOISY),
                         {"dead_letters", "dead_letter_headers"})
        paper = self.desk.to_work(self.desk.accept(self.desk.file(self.case)))
        self.assertEqual(self.desk.look_up(paper)["state"], "DOSSIER_STATE_IN_PROCESS")

    def test_unknown_event_type_is_skipped_and_the_dossier_goes_on(self):
        paper = self.desk.file(self.case)
        self.system.wait_quiet()
        before, letters = self.system.tables(), self.dead_letters()
        key = str(uuid.uuid4())
        self.system.produce(Message(TOPIC, key, b"\x0a\x00", self.headers(
            str(uuid.uuid4()), "motcua.intake.events.v1.DossierBlessed", key)))

        def cursor():
            return self.system.query("processing", "SELECT sequence FROM event_cursors WHERE key = %s", key)
        wait_for(lambda: cursor() == [(1,)], 30, "the cursor has passed it")
        after = self.system.tables()
        # Consumers that need more than the type (reporting counts the facts of any) report what is wrong.
        self.assertEqual({name for name in before if name.startswith("processing.") and before[name] != after[name]},
                         {"processing.event_cursors"})
        self.assertEqual(self.dead_letters(), letters)
        self.desk.accept(paper)
        self.assertEqual(self.desk.to_work(paper).state, 4)

    def test_protobuf_garbage_to_a_service(self):
        import grpc  # pylint: disable=import-outside-toplevel

        def act():
            channel = grpc.insecure_channel(self.system.targets("intake")[0])
            call = channel.unary_unary("/motcua.intake.v1.IntakeService/FileDossier",
                                       request_serializer=lambda data: data, response_deserializer=lambda data: data)
            with self.assertRaises(grpc.RpcError) as caught:
                call(b"\xff\xff\xffgarbage", timeout=10, metadata=[("idempotency-key", "x")])
            self.assertIn(caught.exception.code(), (grpc.StatusCode.INTERNAL, grpc.StatusCode.INVALID_ARGUMENT,
                                                    grpc.StatusCode.UNIMPLEMENTED))
            channel.close()
        self.unchanged(act)

    def test_command_without_actor(self):
        paper = self.desk.file(self.case)
        command = actors.command("intake", paper.code, 1, self.case.receiving)
        command.ClearField("actor")
        with self.assertRaises(errors.Refused):
            self.desk.intake.AcceptDossier(self.desk.intake_messages.AcceptDossierRequest(command=command))
        self.assertEqual(self.desk.read(paper).state, 1)

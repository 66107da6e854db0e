"""What real people and their programs send: texts, numbers, files, JSON and HTTP as they come.

Each test is one kind of trouble that users of comparable systems reported (issue 18), through the public interfaces.
"""

import json
import os
import socket
import subprocess
import uuid
from urllib.parse import urlsplit

from base import EndToEnd
from desk import AFTER, BEFORE, PDF
from motcua_client import actors, errors, stubs
from motcua_client.rest import Answer, refusal_of
from system import binary_directory

ONLINE, DIRECT = "CHANNEL_ONLINE", "CHANNEL_DIRECT"


class People(EndToEnd):
    def case(self, channel=ONLINE):
        return self.desk.case(channel, lambda case: case.fee(BEFORE) == 0 and case.fee(AFTER) == 0)

    def send(self, path, body, method="POST", **headers):
        """One request with a portal's token and a fresh key; headers of None are left out."""
        sent = {"Authorization": f"Bearer {self.system.token}", "Content-Type": "application/json",
                "Idempotency-Key": str(uuid.uuid4())}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        return self.desk.portal.send(method, path, body, {name: value for name, value in sent.items()
                                                          if value is not None})

    def get(self, path, **headers):
        return self.send(path, None, "GET", Content_Type=None, Idempotency_Key=None, **headers)

    def refused(self, answer, status, reason, field=None):
        """The answer is this refusal, in UTF-8, in Vietnamese and in English."""
        answer.body.decode("utf-8")
        said = refusal_of(answer)
        self.assertEqual((answer.status, said.reason), (status, reason), answer.body)
        self.assertTrue(said.localized, answer.body)
        if field is not None:
            self.assertEqual(said.metadata.get("field"), field)

    def wire(self, lines, body=b""):
        """A request written byte by byte."""
        parts = urlsplit(self.system.urls()[0])
        with socket.create_connection((parts.hostname, parts.port), timeout=15) as connection:
            connection.sendall(b"\r\n".join(lines) + b"\r\nConnection: close\r\n\r\n" + body)
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
        head, _, content = received.partition(b"\r\n\r\n")
        answer = Answer.__new__(Answer)
        answer.status, answer.body, answer.headers = int(head.split()[1]), content, {}
        return answer

    def petition(self, **changes):
        document = {"title": "t", "content": "c", "sender": {"full_name": "A B", "phone": "0912000003"}, **changes}
        return json.dumps(document).encode()

    def file_with(self, **applicant):
        content = self.desk.content(self.case())
        for name, value in applicant.items():
            setattr(content.applicant, name, value)
        return self.desk.portal.file(content)

    # HTTP.

    def test_bytes_in_a_url_that_are_no_utf8_are_the_callers_mistake(self):
        for path in ("/v1/petitions/%FF", "/v1/procedures/%FF", "/v1/petitions?page_token=%FF", "/v1/agencies?page_token=%FF",
                     "/v1/petitions?about_agency=%FF", "/v1/procedures?page_token=%FF", "/v1/dossiers/%FF/status"):
            with self.subTest(path=path):
                self.assertIn(self.get(path).status, (400, 404))

    def test_an_entity_tag_in_any_form(self):
        paper = self.desk.file(self.case())
        path = f"/v1/dossiers/{paper.code}/status"
        for tags in ('"1.0"', 'W/"1.0"', '"0.0", "1.0"', "*"):
            with self.subTest(tags=tags):
                self.assertEqual(self.get(path, If_None_Match=tags).status, 304)
        for tags in ('"2.0"', '"99999999999.0"', "nonsense"):
            with self.subTest(tags=tags):
                self.assertEqual(self.get(path, If_None_Match=tags).status, 200)

    def test_the_scheme_of_a_token_in_any_case(self):
        answer = self.send("/v1/petitions", self.petition(), Authorization=f"bearer {self.system.token}")
        self.assertEqual(answer.status, 201, answer.body)

    def test_a_host_that_is_none(self):
        self.assertEqual(self.wire([b"GET /v1/agencies HTTP/1.1", b"Host: a b/c@d"]).status, 400)
        self.assertEqual(self.wire([b"GET /v1/agencies HTTP/1.1"]).status, 400)
        self.assertEqual(self.wire([b"GET /v1/agencies HTTP/1.1", b"Host: localhost:8080"]).status, 200)

    # JSON.

    def test_what_is_not_json(self):
        sender = '"sender":{"full_name":"A B","phone":"0912000003"}'
        for body in ('{"title":"t","content":"c",' + sender + ',}',
                     "{'title':'t','content':'c','sender':{'full_name':'A B','phone':'0912000003'}}",
                     '{title:"t",content:"c",sender:{full_name:"A B",phone:"0912000003"}}',
                     '{"title":"\\x41","content":"c",' + sender + '}', '{"title":"\\a","content":"c",' + sender + '}',
                     '{"title":"t",\f"content":"c",' + sender + '}', '{"title":"t","title":"u","content":"c",' + sender + '}'):
            with self.subTest(body=body):
                self.refused(self.send("/v1/petitions", body.encode()), 400, "JSON_INVALID")

    def test_an_error_repeats_no_bytes_of_the_request(self):
        body = b'{"title":"a\xc0\xafb","content":"c","sender":{"full_name":"A B","phone":"0912000003"}}'
        answer = self.send("/v1/petitions", body)
        self.assertEqual(answer.status, 400)
        self.assertNotIn(b"\xc0", answer.body)
        self.refused(answer, 400, "TEXT_INVALID")

    # Texts.

    def test_control_characters_and_turned_directions_in_any_field(self):
        for bad in ("\0", "\x01", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\uffff"):
            for field in ("full_name", "address", "email"):
                with self.subTest(field=field, bad=ascii(bad)):
                    refused = self.assert_refused(("TEXT_INVALID", "EMAIL_INVALID"), self.file_with,
                                                  **{field: f"A{bad}B"})
                    self.assertEqual(refused.metadata["field"], f"content.applicant.{field}")
        self.refused(self.send("/v1/petitions", self.petition(content="a\u202eb")), 400, "TEXT_INVALID")

    def test_a_name_that_nobody_sees(self):
        for blank in ("\u00a0", "\u200b", "\u3000", "\u0301", "\u3164", " "):
            with self.subTest(blank=ascii(blank)):
                self.assert_refused(("APPLICANT_NAME_INVALID", "TEXT_INVALID"), self.file_with, full_name=blank)

    def test_items_of_a_supplement(self):
        paper = self.desk.to_work(self.desk.accept(self.desk.file(self.case())))
        task = paper.tasks[0]
        for items in ([" "], ["\u00a0"], ["\u200b"], ["ễ" * 501]):
            with self.subTest(items=ascii(items[0][:3])):
                self.assert_refused(("ITEM_INVALID", "TEXT_INVALID"), self.desk.act, paper, "RequestSupplement", task.agency,
                                    "Thiếu", task_id=task.task_id, items_vi=items)
        self.desk.act(paper, "RequestSupplement", task.agency, "Thiếu", task_id=task.task_id, items_vi=["ễ" * 200])

    # Numbers.

    def test_numbers_that_no_text_reaches(self):
        for phone in ("01691234567", "+841691234567", "0512345678", "0000000000", "09123456789"):
            with self.subTest(phone=phone):
                self.assert_refused("PHONE_INVALID", self.file_with, phone=phone)

    def test_spellings_of_a_right_number(self):
        for phone in ("84912345678", "0084912345678", "(024) 3825 1234", "0912 345 678", "0912.345.678",
                      "+84 912 345 678", "0912345678 "):
            with self.subTest(phone=phone):
                self.file_with(phone=phone)
                answer = self.send("/v1/petitions", self.petition(sender={"full_name": "A B", "phone": phone}))
                self.assertEqual(answer.status, 201, answer.body)

    def test_a_landline_is_told_to_the_clerk_and_to_the_operator(self):
        case = self.case(DIRECT)
        content = self.desk.content(case, "02438251234")
        answer = self.desk.intake.ReceiveDossier(self.desk.intake_messages.ReceiveDossierRequest(
            content=content, channel=stubs.module("motcua/type/v1/dossier").Channel.Value(case.channel),
            actor=actors.officer(case.receiving), fee_taken=True))
        self.assertTrue(any("02438251234" not in warning and warning for warning in answer.receipt.warnings),
                        "the receipt warns, without the number")
        self.system.wait_quiet()
        listed = subprocess.run(
            [binary_directory() / "tools" / "ctl" / "motcuactl", "sms", "list", "--dossier", answer.dossier.code, "--json"],
            env={**os.environ, "MOTCUA_CTL_NOTIFICATION_TARGETS": ",".join(self.system.targets("notification"))},
            capture_output=True, text=True, check=False)
        self.assertIn("PHONE_LANDLINE", listed.stdout, listed.stderr)

    def test_passports_of_foreigners(self):
        for number in ("BC123456", "b1234567", "B1234567", "X1234567A"):
            with self.subTest(number=number):
                self.file_with(identity_number=number)
        self.assert_refused("IDENTITY_NUMBER_INVALID", self.file_with, identity_number="BC1234567890")

    def test_addresses_that_are_no_email(self):
        for email in ("a@.b", "a@example..org", "mailto:a@example.org", "a\u200b@example.org"):
            with self.subTest(email=ascii(email)):
                self.assert_refused(("EMAIL_INVALID", "TEXT_INVALID"), self.file_with, email=email)

    # Files.

    def test_the_type_of_a_paper_is_what_its_bytes_say(self):
        for content in (b"MZ\x90\0", b"<html><script>", b"PK\3\4", b"\x89PNG\r\n\x1a\n", b"\0" * 9, b"%"):
            with self.subTest(content=content):
                refused = self.assert_refused("PAPER_CONTENT_MISMATCH", self.desk.portal.upload, content)
                self.assertEqual(refused.http_status, 400)

    def test_a_media_type_in_any_spelling(self):
        for media_type in ("application/PDF", "application/pdf; charset=binary", "Application/Pdf ;a=b"):
            with self.subTest(media_type=media_type):
                self.assertTrue(self.desk.portal.upload(PDF, media_type)["paper_id"])

    def test_the_name_of_a_paper_arrives_whole_or_is_refused(self):
        for name in ("giay.pdf", "gi%E1%BA%A5y.pdf", "UTF-8''gi%E1%BA%A5y.pdf"):
            with self.subTest(name=name):
                self.assertTrue(self.desk.portal.upload(PDF, file_name=name)["paper_id"])
        for name in ("\xe9.pdf", "%E9.pdf", "%zz.pdf", "../a.pdf"):
            with self.subTest(name=name):
                self.refused(self.send("/v1/papers", PDF, Content_Type="application/pdf", File_Name=name), 400,
                             "PAPER_NAME_INVALID")
        self.refused(self.send("/v1/papers", PDF, Content_Type="application/pdf"), 400, "PAPER_NAME_INVALID")
        self.refused(self.send("/v1/papers", PDF, Content_Type="application/pdf", File_Name="%00.pdf"), 400, "TEXT_INVALID")

    # Secrets and money.

    def test_nobody_locks_the_owner_out(self):
        paper = self.desk.file(self.case())
        path = f"/v1/dossiers/{paper.code}/status"
        last = None
        for number in range(7):
            last = self.get(path, Lookup_Secret=f"ZZZZAAA{number + 2}", Authorization=None)
        self.assertEqual(last.status, 429)
        self.assertGreater(int(last.headers["retry-after"]), 60, "the limit is for an hour")
        # The owner comes through the portal.
        self.assertEqual(self.get(path, Lookup_Secret=paper.secret).status, 200)

    def test_a_payment_for_a_request_that_does_not_exist(self):
        case = self.desk.case(ONLINE, lambda case: case.fee(BEFORE) > 0)
        if case is None:
            self.skipTest("no fee before acceptance in this province")
        paper = self.desk.file(case)
        self.desk.at_counter(paper, "RequestPayment")
        refused = self.assert_refused("REQUEST_UNKNOWN", self.desk.portal.confirm_payment, paper.code,
                                      paper.dossier.fee_vnd, "GD-1", "abc")
        self.assertEqual(refused.metadata["field"], "request_id")
        self.desk.portal.confirm_payment(paper.code, paper.dossier.fee_vnd, "GD-1")

    # gRPC.

    def test_every_text_of_every_program_is_checked(self):
        catalogue = self.system.service("catalogue")
        feedback = self.system.service("feedback", "office")
        for call, request in (
                (catalogue.GetProcedure, stubs.module("motcua/intake/v1/catalogue_service").GetProcedureRequest(code="a\x1bb")),
                (feedback.GetPetition, stubs.module("motcua/feedback/v1/feedback_service").GetPetitionRequest(
                    petition="a\u202eb", actor=actors.officer("X"))),
                (self.desk.processing.GetDossier, self.desk.messages.GetDossierRequest(dossier="a\0b"))):
            with self.subTest(request=type(request).__name__):
                with self.assertRaises(errors.Refused) as caught:
                    call(request)
                self.assertEqual(caught.exception.reason, "TEXT_INVALID")

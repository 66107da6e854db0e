"""openapi.yaml against the gateway and its owners: Schemathesis plays valid and invalid requests to every operation.

Nothing that it sends may be a server error, an answer that is not described, a refusal of a valid request for its
form, or an answer to an invalid one. MOTCUA_OPENAPI_EXAMPLES sets the number of requests made from the schemas per
operation: 50, and 200 in tools/nightly; requests at the limits of every field, one by one, come in addition.
"""

import json
import os
import subprocess

from base import EndToEnd, Given
from desk import AFTER, BEFORE
from motcua_client import actors, stubs
from motcua_client.rest import to_dict
from system import TOP

HERE = TOP / "tests" / "contract" / "openapi"
DOCUMENT = TOP / "services" / "gateway" / "openapi.yaml"
PROGRAM = TOP / ".motcua" / "schemathesis" / "bin" / "schemathesis"
CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
          "response_schema_conformance", "negative_data_rejection", "positive_data_acceptance")
ONLINE, DIRECT = "CHANNEL_ONLINE", "CHANNEL_DIRECT"
EXAMPLES = os.environ.get("MOTCUA_OPENAPI_EXAMPLES", "50")
SECONDS = 900
MANY = 8


def named(paper, **more):
    return {"code": paper.code, "secret": paper.secret, **more}


class OpenApi(EndToEnd):
    def online(self):
        case = self.desk.case(ONLINE, lambda case: case.fee(BEFORE) == 0 and case.papers_needed() > 0)
        self.assertIsNotNone(case)
        return case

    def dossiers(self):
        """Dossiers for every command, some of which it may change."""
        case = self.online()
        filed = [self.desk.file(case) for _ in range(MANY)]
        lacking = [self.desk.at_counter(self.desk.file(case), "RequestSupplement", items_vi=["Giấy tờ còn thiếu"])
                   for _ in range(MANY)]
        paid = self.desk.case(ONLINE, lambda case: case.fee(BEFORE) > 0)
        owing = [] if paid is None else [self.desk.at_counter(self.desk.file(paid), "RequestPayment")
                                         for _ in range(MANY)]
        direct = self.desk.case(DIRECT, lambda case: case.fee(AFTER) == 0)
        done = [self.desk.hand_over(self.desk.bring_result(self.desk.finish(self.desk.to_work(
            self.desk.receive(direct))))) for _ in range(2)]
        for paper in done:
            self.desk.look_up(paper)  # the rating is decided by the state that a look-up shows
        objects = {"getStatus": [named(paper) for paper in filed[:2] + done],
                   "withdraw": [named(paper) for paper in filed[2:]],
                   "sendSupplement": [named(paper) for paper in lacking],
                   "confirmPayment": [named(paper, amount=paper.dossier.fee_vnd) for paper in owing + filed[:1]],
                   "rate": [named(paper) for paper in done]}
        return case, {name: rows for name, rows in objects.items() if rows}

    def petitions(self):
        """Petitions whose sender is asked."""
        feedback = self.system.service("feedback", "office")
        messages = stubs.module("motcua/feedback/v1/feedback_service")
        rows = []
        for number in range(MANY):
            sent = self.desk.portal.send_petition(title="Chậm trả kết quả", content=f"Lần thứ {number}.",
                                                  sender={"full_name": "Trần Thị Ví Dụ", "phone": self.desk.phone()})
            command = messages.PetitionCommand(petition=sent["code"], expected_revision=1, actor=actors.officer(
                self.province.petition_rules["centre"]))
            feedback.AskSender(messages.AskSenderRequest(command=command, question="Ngày nào?"))
            rows.append({"code": sent["code"], "secret": sent["lookup_secret"]})
        return rows

    def facts(self, business):
        case, objects = self.dossiers()
        objects["supplementPetition"] = objects["getPetition"] = self.petitions()
        objects["getProcedure"] = [{"code": case.procedure["code"]}]
        return {"objects": objects, "content": to_dict(self.desk.content(case)), "paper": self.desk.upload(),
                "part_id": case.procedure["parts"][0]["id"], "business": business, "document": str(DOCUMENT)}

    def test_every_operation_is_as_it_is_described(self):
        import yaml  # pylint: disable=import-outside-toplevel
        self.assertTrue(PROGRAM.exists(), f"{PROGRAM} is missing: tools/install nightly")
        business = yaml.safe_load(DOCUMENT.read_text())["x-business-refusals"]
        directory = self.system.directory
        path = directory / "openapi-facts.json"
        path.write_text(json.dumps(self.facts(business)))
        log, answers = directory / "openapi.log", directory / "openapi-answers.json"
        with open(log, "wb") as output:
            status = subprocess.run(
                [PROGRAM, "--config-file", HERE / "schemathesis.toml", "run", DOCUMENT, "--url", self.system.urls()[0],
                 "--header", f"Authorization: Bearer {self.system.token}", "--checks", ",".join(CHECKS),
                 "--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES, "--seed", str(Given.seed),
                 "--request-timeout", "20", "--continue-on-failure", "--no-shrink", "--warnings", "off",
                 "--suppress-health-check", "all", "--no-color"],
                stdout=output, stderr=subprocess.STDOUT, timeout=SECONDS, check=False, cwd=directory,
                env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE),
                     "MOTCUA_OPENAPI_FACTS": str(path), "MOTCUA_OPENAPI_ANSWERS": str(answers)}).returncode
        self.assertEqual(status, 0, f"the whole output is in {log}\n" + log.read_text(errors="replace")[-6000:])
        counts = json.loads(answers.read_text())
        print(counts)
        self.assertEqual([name for name, statuses in counts.items() if not statuses.keys() & {"200", "201"}], [],
                         "operations that have carried out nothing")

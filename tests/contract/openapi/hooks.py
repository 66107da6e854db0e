"""What Schemathesis cannot know from openapi.yaml: texts of people, and what exists in the running system.

Loaded by Schemathesis (SCHEMATHESIS_HOOKS) in its own environment. MOTCUA_OPENAPI_FACTS names a JSON file of
openapi_test.py: codes with their secrets by operation, and a dossier that may be filed.
"""

import itertools
import json
import os
import pathlib
import re
import threading
import uuid

import jsonschema_rs
import schemathesis
import yaml
from hypothesis import strategies as st
from schemathesis.core.parameters import ParameterLocation

FACTS = json.loads(pathlib.Path(os.environ["MOTCUA_OPENAPI_FACTS"]).read_text())
COMPONENTS = yaml.safe_load(pathlib.Path(FACTS["document"]).read_text())["components"]
TURNS = {name: itertools.cycle(rows) for name, rows in FACTS["objects"].items()}
LOCK = threading.Lock()
ANSWERS = {}  # operation: status: number
SECRET = re.compile("[!-~]([ -~]*[!-~])?")
# A character as people count them has at most eight code points (libs/text).
MOST_CODE_POINTS = 8
PAPER = 512 * 1024
BEGINNINGS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}

# Something to be seen; the braille pattern without dots is a symbol, and blank.
SEEN = st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="\u2800")
TEXT = st.text(st.one_of(SEEN, st.sampled_from(" ậo\u0323\u0302")), max_size=30)
schemathesis.openapi.format("text-line", st.just("") | st.builds("{}{}".format, SEEN, TEXT))
schemathesis.openapi.format("text-lines", st.just("") | st.builds("{}\n{}".format, SEEN, TEXT))
schemathesis.openapi.format("vn-phone", st.from_regex(r"\A(0|\+84 ?)(9[0-9]|3[2-9]|86) ?[0-9]{3} ?[0-9]{4}\Z")
                            | st.sampled_from(["024 3825 3536", "0912.345.678"]))
schemathesis.openapi.format("idn-email", st.from_regex(r"\A[a-z0-9_+]{1,20}(\.[a-z0-9]{1,9})?@[a-z]{1,20}\.[a-z]{2,5}\Z")
                            | st.just("thư@bưuđiện.vn"))
schemathesis.openapi.format("page-token", st.just(""))


def something_that_exists(operation):
    with LOCK:
        return next(TURNS[operation]) if operation in TURNS else None


def operation_id(case):
    return case.operation.definition.raw["operationId"]


def is_negative(case):
    return case.meta is not None and case.meta.generation.mode.is_negative


def valid(case, location, name, value):
    """Whether a parameter is as openapi.yaml has it."""
    parameters = getattr(case.operation, location)
    schema = next((item for item in parameters if item.name == name), None)
    if schema is None or not isinstance(value, str):
        return False
    try:
        return jsonschema_rs.is_valid({key: field for key, field in schema.definition["schema"].items()
                                       if key != "format"}, value)
    except (ValueError, KeyError):
        return False


def header(case, name):
    return next((key for key in case.headers or {} if key.lower() == name), None)


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = operation_id(case)
    key = header(case, "idempotency-key")
    if key and valid(case, "headers", "Idempotency-Key", case.headers[key]):
        case.headers[key] = str(uuid.uuid4())
    name = header(case, "file-name")
    if name and isinstance(case.headers[name], str):
        case.headers[name] = case.headers[name].encode().decode("latin-1")  # the client's way to send UTF-8
    put_code(case, operation)
    if not is_negative(case) and isinstance(case.body, bytes) and case.media_type in BEGINNINGS:
        case.body = (BEGINNINGS[case.media_type] + case.body)[:PAPER]
    if not is_negative(case) and isinstance(case.body, dict):
        put_body(case, operation)


def put_code(case, operation):
    """A code that exists, with its secret, in place of one that is only possible."""
    parameters = case.path_parameters or {}
    if not valid(case, "path_parameters", "code", parameters.get("code")):
        return
    key = header(case, "lookup-secret")
    # A wrong secret counts as a try, and five of them lock the code for an hour.
    if key and not SECRET.fullmatch(str(case.headers[key])):
        return
    found = something_that_exists(operation)
    if found is not None:
        parameters["code"] = found["code"]
        if key:
            case.headers[key] = found.get("secret", "")
        if not is_negative(case) and isinstance(case.body, dict) and "amount" in found:
            case.body["amount_vnd"] = type(case.body["amount_vnd"])(found["amount"])
            case.body.pop("request_id", None)


def put_body(case, operation):
    if operation == "fileDossier":
        ready = FACTS["content"]
        case.body["content"] |= {name: ready.get(name) for name in (
            "procedure_code", "receiving_agency", "handling_agency", "parts", "variant", "payer")}
    elif operation == "sendPetition":
        case.body["about_dossier"] = case.body.get("about_dossier") and FACTS["objects"]["getStatus"][0]["code"]
        case.body["about_agency"] = case.body.get("about_agency") and FACTS["content"]["handling_agency"]
    elif operation == "sendSupplement":
        for part in case.body["parts"]:
            part["paper_ids"] = [FACTS["paper"]] if part.get("paper_ids") else []
        case.body["parts"][0]["part_id"] = FACTS["part_id"]
        del case.body["parts"][1:]


def reason_of(response):
    try:
        details = json.loads(response.content)["error"]["details"]
    except (ValueError, KeyError, TypeError):
        return ""
    return next((row.get("reason", "") for row in details if row.get("@type", "").endswith("ErrorInfo")), "")


def loosened(schema):
    """The schema with every length that is counted in characters as long as it may be in code points."""
    if isinstance(schema, list):
        return [loosened(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    loose = {key: loosened(value) for key, value in schema.items()}
    if schema.get("x-counts") == "characters" and "maxLength" in schema:
        loose["maxLength"] = MOST_CODE_POINTS * schema["maxLength"]
    return loose


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """False for what openapi.yaml says in words only."""
    kind = type(failure).__name__
    if kind == "RejectedPositiveData" and response.status_code == 400:
        # A body of no bytes counts as valid for Schemathesis, whatever its minLength is.
        empty = reason_of(response) == "PAPER_EMPTY" and not response.request.body
        return not empty and reason_of(response) not in FACTS["business"]
    if kind == "AcceptedNegativeData" and operation_id(case) == "uploadPaper":
        if not is_negative(case):
            return False  # a file name in UTF-8, which it reads as Latin-1
        # Bytes are not made by minLength and maxLength, so what was sent counts.
        return case.meta.is_negative_at(ParameterLocation.HEADER) or not 0 < len(response.request.body or b"") <= PAPER
    if kind == "AcceptedNegativeData" and case.media_type == "application/json":
        return not jsonschema_rs.is_valid(body_schema(case), case.body)
    return True


def body_schema(case):
    """From the document: Schemathesis writes lengths into the patterns of its own copy."""
    body = case.operation.definition.raw["requestBody"]["content"][case.media_type]["schema"]
    return {"allOf": [loosened(body)], "components": loosened(COMPONENTS)}


@schemathesis.hook
def after_call(context, case, response):
    with LOCK:
        counts = ANSWERS.setdefault(operation_id(case), {})
        counts[str(response.status_code)] = counts.get(str(response.status_code), 0) + 1
        pathlib.Path(os.environ["MOTCUA_OPENAPI_ANSWERS"]).write_text(json.dumps(ANSWERS))

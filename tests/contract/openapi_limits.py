#!/usr/bin/python3
"""Lengths and limits in services/gateway/openapi.yaml against the constants of the code that checks them."""

import pathlib
import re
import sys

import yaml

TOP = pathlib.Path(__file__).resolve().parents[2]
INTAKE, FEEDBACK, PROCESSING = "services/intake/domain", "services/feedback/domain", "services/processing/domain"
APPLICANT = "schemas.Applicant.properties"
SENDER = "schemas.PetitionSenderBody.properties"
PETITION = "schemas.SendPetitionBody.properties"

# Place in `components`, source file, constant. A number stands for the same number of bytes in the source.
SAME = [
    (f"{APPLICANT}.full_name.maxLength", f"{INTAKE}/content.cc", "kMaxName"),
    (f"{APPLICANT}.address.maxLength", f"{INTAKE}/content.cc", "kMaxAddress"),
    ("schemas.DossierContent.properties.subject.maxLength", f"{INTAKE}/content.cc", "kMaxSubject"),
    ("schemas.DossierContent.properties.parts.maxItems", f"{INTAKE}/content.cc", "kMaxParts"),
    ("schemas.SendSupplementBody.properties.parts.maxItems", f"{INTAKE}/content.cc", "kMaxParts"),
    ("schemas.FiledPart.properties.paper_ids.maxItems", f"{INTAKE}/content.cc", "kMaxPapers"),
    ("schemas.Count.anyOf.0.maximum", f"{INTAKE}/content.cc", "kMaxCount"),
    ("schemas.ConfirmPaymentBody.properties.payment_reference.maxLength", f"{INTAKE}/transitions.cc",
     "kLongestReference"),
    ("schemas.ConfirmPaymentBody.properties.amount_vnd.anyOf.0.maximum", f"{PROCESSING}/request_transitions.cc",
     "kMaxAmountVnd"),
    ("schemas.WithdrawBody.properties.reason.maxLength", "libs/command/include/motcua/command/header.h",
     "kLongestReason"),
    (f"{SENDER}.full_name.maxLength", f"{FEEDBACK}/sender_check.cc", "kMaxName"),
    (f"{SENDER}.address.maxLength", f"{FEEDBACK}/sender_check.cc", "kMaxAddress"),
    (f"{PETITION}.title.maxLength", f"{FEEDBACK}/transitions.cc", "kMaxTitle"),
    (f"{PETITION}.content.maxLength", f"{FEEDBACK}/transitions.cc", "kMaxText"),
    ("schemas.SupplementPetitionBody.properties.text.maxLength", f"{FEEDBACK}/transitions.cc", "kMaxText"),
    (f"{PETITION}.about_dossier.maxLength", f"{FEEDBACK}/transitions.cc", "kMaxCode"),
    (f"{PETITION}.about_agency.maxLength", f"{FEEDBACK}/transitions.cc", "kMaxCode"),
    ("schemas.Phone.maxLength", "libs/sms/src/phone.cc", "kMaxTyped"),
    ("schemas.Email.maxLength", "libs/text/src/email.cc", "kMostAddress"),
    ("parameters.idempotencyKey.schema.maxLength", "libs/command/src/key.cc", "kLongestKey"),
    ("parameters.pageToken.schema.maxLength", "libs/rpc/src/page.cc", "kLongestToken"),
    ("parameters.code.schema.maxLength", "libs/dossier/src/dossier_code.cc", "kMaxText"),
]
PAPER = ("content", "application/pdf", "schema", "maxLength")


def constant(file, name):
    """The value of `constexpr ... name = 512 * 1024;`, also in braces."""
    found = re.search(rf"constexpr [\w:]+ {name}\s*(?:=|\{{)\s*([0-9'ULul* ]+)\}}?;", (TOP / file).read_text())
    if found is None:
        return None
    value = 1
    for factor in found.group(1).split("*"):
        value *= int(re.sub(r"[^0-9]", "", factor))
    return value


def at(document, keys):
    for key in keys:
        document = document[int(key) if isinstance(document, list) else key]
    return document


def main():
    document = yaml.safe_load((TOP / "services/gateway/openapi.yaml").read_text())
    faults = []
    rows = [(at(document["components"], place.split(".")), place, file, name) for place, file, name in SAME]
    paper = at(document["paths"]["/v1/papers"]["post"]["requestBody"], PAPER)
    rows.append((paper, "a paper", f"{INTAKE}/paper.h", "kLargestPaper"))
    rows.append((paper, "a paper", "services/gateway/routes/portal_routes.cc", "kMaxPaper"))
    for told, place, file, name in rows:
        value = constant(file, name)
        if value != told:
            faults.append(f"{place} is {told} in openapi.yaml, and {file} has {name} = {value}")
    print("\n".join(faults) or f"{len(rows)} limits agree")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

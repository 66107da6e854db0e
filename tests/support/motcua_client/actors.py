"""Actors, and the common fields of commands."""

from motcua_client import stubs


def officer(agency, number="cb-01"):
    """An officer of an agency."""
    dossier = stubs.module("motcua/type/v1/dossier")
    return dossier.Actor(kind=dossier.ACTOR_KIND_OFFICER, id=number, agency=agency)


def command(service, dossier, revision, agency, reason="", number="cb-01", legal_ground=""):
    """The Command of `intake` or `processing` for an officer who saw `revision`."""
    module = stubs.module(f"motcua/{service}/v1/{service}_service")
    return module.Command(dossier=dossier, expected_revision=revision, actor=officer(agency, number), reason=reason,
                          legal_ground=legal_ground)


def applicant(phone=""):
    """A fictitious citizen who files."""
    return stubs.module("motcua/intake/v1/intake_service").Applicant(kind=1, full_name="Nguyễn Văn Mẫu", phone=phone)

"""How a call may fail: refused with a stable reason, or with an unknown outcome."""


class Refused(Exception):
    """The system refused it. `code` is the gRPC code's name, `reason` the stable reason."""

    def __init__(self, code, reason, message="", metadata=None, http_status=0, localized=""):
        super().__init__(f"{code} / {reason}: {message}")
        self.code = code
        self.reason = reason
        self.message = message
        self.metadata = dict(metadata or {})
        self.http_status = http_status
        self.localized = localized


class Unknown(Exception):
    """There was no answer: the command may or may not have taken effect. Counts neither as failure nor as success
    (reliability 4.3)."""


def from_status(status, http_status=0):
    """A Refused from a google.rpc.Status."""
    from motcua_client import stubs  # pylint: disable=import-outside-toplevel
    details = stubs.module("google/rpc/error_details")
    codes = stubs.module("google/rpc/code")
    info, bad, localized = details.ErrorInfo(), details.BadRequest(), details.LocalizedMessage()
    for detail in status.details:
        for message in (info, bad, localized):
            if detail.Is(message.DESCRIPTOR):
                detail.Unpack(message)
    metadata = dict(info.metadata)
    if bad.field_violations:
        metadata.setdefault("field", bad.field_violations[0].field)
    return Refused(codes.Code.Name(status.code), info.reason, status.message, metadata, http_status,
                   localized.message)

"""The table of domain 2.1 as data, and the check of one dossier's history against it.

States are the national numbers; 0 means that the dossier does not exist yet. An event type maps to the edges it may
take.
"""

import collections
import dataclasses
import datetime

from recounting import messages

NOT_THERE = 0
OPEN_AFTER = (2, 4, 5, 6)  # in work, after acceptance
WAITING = (5, 6, 8)
ENDED = (3, 7, 9, 10)
CLOSED = {"intake": (3, 7), "processing": (3, 7, 10)}  # nothing follows

REFUSED, NO_SUPPLEMENT, NO_PAYMENT, WITHDRAWN, UNQUALIFIED = 1, 2, 3, 4, 5


def stay(*states):
    return {(state, state) for state in states}


EDGES = {
    "intake": {
        "DossierFiled": {(NOT_THERE, 1)},
        "SupplementRequested": {(1, 5)},
        "SupplementSent": {(5, 1)},
        "PaymentRequested": {(1, 6)},
        "PaymentConfirmed": {(6, 1)},
        "DossierNotAccepted": {(1, 3), (5, 3), (6, 3)},
        "DossierWithdrawn": {(1, 7), (5, 7), (6, 7)},
        "AcceptanceDelayed": stay(1),
        "DossierAccepted": {(NOT_THERE, 2), (1, 2)},
    },
    "processing": {
        "DossierForwarded": {(2, 4), *stay(2, 4, 5, 6)},
        "TaskTransferred": stay(4, 5, 6),
        "DossierRecalled": {(4, 2), *stay(2, 4, 5, 6)},
        "SupplementRequested": {(4, 5), (5, 5), (6, 5)},
        "SupplementSent": stay(5),
        "SupplementConfirmed": {(5, 4), (5, 5), (5, 6)},
        "PaymentRequested": {(4, 6), (5, 5), (6, 6)},
        "PaymentConfirmed": {(6, 4), (5, 5), (6, 6), (9, 9)},
        "DossierStopped": {(4, 8)},
        "DossierResumed": {(8, 4)},
        "DossierWithdrawn": {(2, 7), (4, 7), (5, 7), (6, 7)},
        "DossierReturned": {(4, 3), (5, 3)},
        "DossierFinished": {(4, 9)},
        "ResultTransferred": stay(9),
        "ResultConfirmed": stay(9),
        "ResultHandedOver": {(9, 10)},
        "DueDateExtended": stay(*OPEN_AFTER),
        "DueDateRecomputed": stay(2, 4, 5, 6, 8),
    },
}
# (owner, type, state before) -> the only reason for which it may end this way.
END_REASONS = {
    ("intake", "DossierNotAccepted", 1): REFUSED, ("intake", "DossierNotAccepted", 5): NO_SUPPLEMENT,
    ("intake", "DossierNotAccepted", 6): NO_PAYMENT, ("intake", "DossierWithdrawn", None): WITHDRAWN,
    ("processing", "DossierWithdrawn", None): WITHDRAWN, ("processing", "DossierReturned", 4): UNQUALIFIED,
    ("processing", "DossierReturned", 5): NO_SUPPLEMENT,
}
# These are not decisions of people, so the revision does not change (design section 3).
NO_DECISION = ("AcceptanceDelayed", "DueDateRecomputed")


@dataclasses.dataclass
class Folded:
    """The result of a history."""

    dossier_id: str
    code: str = ""
    lookup_key: str = ""
    state: int = NOT_THERE
    accepted: bool = False
    revision: int = 0
    intake_sequence: int = 0
    processing_sequence: int = 0
    handling_agency: str = ""
    due_at: datetime.datetime = None
    printed_due: datetime.datetime = None
    ended_at: datetime.datetime = None
    ended_late: bool = False
    end_reason: int = 0
    last_at: datetime.datetime = None
    alerts: int = 0
    open_requests: dict = dataclasses.field(default_factory=dict)  # id -> "supplement" | "payment"

    @property
    def events(self):
        return self.intake_sequence + self.processing_sequence


def time_of(message, name):
    if not message.HasField(name):
        return None
    return getattr(message, name).ToDatetime(tzinfo=datetime.timezone.utc)


class Walk:
    """Checks one dossier event by event; adds errors to `faults`."""

    def __init__(self, dossier_id, faults):
        self.folded = Folded(dossier_id)
        self._faults = faults

    def _expect(self, condition, event, what):
        if not condition:
            self._faults.append(f"{event.key} {event.name} #{event.sequence}: {what}")
        return condition

    def take(self, owner, event):
        folded = self.folded
        try:
            message = messages.decode(event.type, event.payload)
        except Exception as error:  # pylint: disable=broad-except
            self._faults.append(f"{event.key} {event.type} #{event.sequence}: cannot be read: {error}")
            return
        facts = message.facts
        self._check_envelope(owner, event, facts)
        before, after = folded.state, facts.state
        self._expect(before not in CLOSED[owner], event, f"nothing may follow state {before}")
        edges = EDGES[owner].get(event.name)
        if self._expect(edges is not None, event, "the table has no such event"):
            self._expect((before, after) in edges, event, f"{before} -> {after} is not in the table")
        self._expect(facts.previous_state == before, event,
                     f"says that {facts.previous_state} came before, not {before}")
        self._check_end(owner, event, facts, before)
        self._follow_requests(owner, event, message, after)
        self._check_revision(event, facts)
        self._remember(owner, event, facts, before)

    def _check_envelope(self, owner, event, facts):
        folded = self.folded
        expected = (folded.intake_sequence if owner == "intake" else folded.processing_sequence) + 1
        self._expect(event.sequence == expected, event, f"number {expected} was to come")
        self._expect(facts.dossier_id == event.key and facts.sequence == event.sequence
                     and facts.epoch == event.epoch, event, "the row and its payload differ")
        at = time_of(facts, "occurred_at")
        self._expect(at == event.occurred_at, event, "the row and its payload name two times")
        self._expect(folded.last_at is None or at >= folded.last_at, event, f"happened before its predecessor: {at}")
        if folded.code:
            self._expect(facts.code == folded.code, event, f"changes the code to {facts.code}")
        normal = "".join(char for char in facts.code.upper() if char.isascii() and char.isalnum())
        self._expect(facts.lookup_key == normal, event, f"look-up key {facts.lookup_key} of {facts.code}")
        if owner == "processing":
            self._expect(folded.accepted, event, "this dossier has not been accepted")
            self._expect(event.builds_on == facts.intake_sequence == folded.intake_sequence, event,
                         f"builds on intake {event.builds_on}, which ends at {folded.intake_sequence}")
        elif event.name != "DossierAccepted":
            self._expect(not folded.accepted, event, "intake no longer owns it")

    def _check_end(self, owner, event, facts, before):
        wanted = END_REASONS.get((owner, event.name, before)) or END_REASONS.get((owner, event.name, None))
        self._expect(facts.end_reason == (wanted or 0), event, f"end reason {facts.end_reason}, not {wanted or 0}")

    def _follow_requests(self, owner, event, message, after):
        """Open requests decide between 4, 5 and 6: a supplement takes precedence over a payment."""
        requests = self.folded.open_requests
        if owner == "intake":
            return
        if event.name in ("SupplementRequested", "PaymentRequested"):
            self._expect(message.request_id not in requests, event, "this request was open already")
            requests[message.request_id] = "supplement" if event.name.startswith("Supplement") else "payment"
        elif event.name == "SupplementSent":
            self._expect(requests.get(message.request_id) == "supplement", event, "no such request is open")
        elif event.name == "SupplementConfirmed":
            self._expect(requests.pop(message.request_id, "") == "supplement", event, "no such request is open")
        elif event.name == "PaymentConfirmed" and self.folded.state != 9:
            self._expect(requests.pop(message.request_id, "") == "payment", event, "no such request is open")
        elif event.name in ("DossierWithdrawn", "DossierReturned"):
            requests.clear()
        if after in OPEN_AFTER:
            kinds = set(requests.values())
            right = 5 if "supplement" in kinds else 6 if kinds else None
            self._expect(after == right if right else after in (2, 4), event,
                         f"state {after} with open requests {sorted(kinds)}")

    def _check_revision(self, event, facts):
        step = 0 if event.name in NO_DECISION else 1
        self._expect(facts.revision == self.folded.revision + step, event,
                     f"revision {facts.revision} after {self.folded.revision}")

    def _remember(self, owner, event, facts, before):
        folded = self.folded
        folded.code, folded.lookup_key = facts.code, facts.lookup_key
        folded.state = facts.state
        folded.revision = facts.revision
        folded.handling_agency = facts.handling_agency
        folded.last_at = event.occurred_at
        folded.due_at = time_of(facts, "due_at")
        if owner == "intake":
            folded.intake_sequence = event.sequence
        else:
            folded.processing_sequence = event.sequence
        folded.alerts += event.name == "AcceptanceDelayed"
        if event.name == "DossierAccepted":
            self._expect(not folded.accepted, event, "accepted twice")
            folded.accepted = True
            folded.printed_due = folded.due_at
        if folded.ended_at is None and folded.state in ENDED:
            folded.ended_at = event.occurred_at
            folded.end_reason = facts.end_reason
            # The clock was stopped while waiting for the applicant.
            folded.ended_late = (before not in WAITING and folded.due_at is not None
                                 and event.occurred_at > folded.due_at)


def fold(intake_events, processing_events, faults):
    """{dossier id: Folded} of both owners' dossier streams, each in order."""
    walks = collections.OrderedDict()
    for owner, events in (("intake", intake_events), ("processing", processing_events)):
        for event in events:
            if event.stream == "dossier":
                walks.setdefault(event.key, Walk(event.key, faults)).take(owner, event)
    return {key: walk.folded for key, walk in walks.items()}

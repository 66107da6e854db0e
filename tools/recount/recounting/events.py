"""Reads the owners' histories and tables straight from PostgreSQL, in one snapshot of each database."""

import dataclasses
import datetime

import psycopg2
import psycopg2.extras

from recounting import messages

STREAM = "dossier"
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
OPEN_TASK = 1


@dataclasses.dataclass(frozen=True)
class Event:
    event_id: str
    stream: str
    key: str
    sequence: int
    epoch: int
    builds_on: int
    type: str
    occurred_at: datetime.datetime
    payload: bytes

    @property
    def name(self):
        return self.type.rpartition(".")[2]


@dataclasses.dataclass
class Owner:
    """The content of one program's database."""

    service: str
    events: list  # of Event, by stream, key and sequence
    dossiers: dict  # id -> row
    now: datetime.datetime  # business time
    first_due: dict  # dossier id -> due date of the acceptance ledger; processing only


def _instant(micros):
    return EPOCH + datetime.timedelta(microseconds=micros)


def _intake_dossiers(cursor):
    cursor.execute("SELECT id::text, code, lookup_key, state, sequence, revision, due_at, accepted FROM dossiers")
    return {row["id"]: dict(row) for row in cursor}


def _processing_dossiers(cursor):
    """As their documents say. `columns` and `queue` are for checking that other columns agree with the documents."""
    cursor.execute("SELECT dossier_id::text, id::text, agency, CASE WHEN due_at <> 'infinity' THEN due_at END"
                   " FROM open_tasks")
    queues = {}
    for dossier_id, *task in cursor:
        queues.setdefault(dossier_id, set()).add(tuple(task))
    cursor.execute("SELECT id::text, lookup_key, calendar_version, running, document FROM dossiers")
    dossiers = {}
    for row in cursor:
        kept = messages.decode("motcua.processing.storage.v1.Dossier", bytes(row["document"]))
        running = not kept.HasField("ended_at") and not kept.HasField("finished_at")
        queue = {(task.id, task.agency, _instant(task.due_at) if task.HasField("due_at") else None)
                 for task in kept.tasks if task.state == OPEN_TASK}
        dossiers[row["id"]] = {
            "id": kept.id, "code": kept.code, "lookup_key": kept.lookup_key, "state": kept.state,
            "sequence": kept.sequence, "revision": kept.revision,
            "due_at": _instant(kept.due_at) if kept.HasField("due_at") else None,
            "intake_sequence": kept.intake_sequence, "paused": kept.paused,
            "columns": (row["id"], row["lookup_key"], row["calendar_version"], row["running"]) ==
                       (kept.id, kept.lookup_key, kept.calendar_version, running),
            "queue": queues.pop(row["id"], set()) == queue}
    for dossier_id in queues:  # tasks without a dossier
        dossiers[dossier_id] = None
    return dossiers


DOSSIERS = {"intake": _intake_dossiers, "processing": _processing_dossiers}


def read(service, dsn):
    """The Owner `service` at `dsn`."""
    with psycopg2.connect(dsn) as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor(cursor_factory=psycopg2.extras.DictCursor) as cursor:
            cursor.execute("SET timezone = 'UTC'")
            cursor.execute("SELECT event_id::text, stream, key, sequence, epoch, builds_on, type, occurred_at, payload"
                           " FROM event_history ORDER BY stream, key, sequence")
            events = [Event(*row[:8], bytes(row[8])) for row in cursor]
            dossiers = DOSSIERS[service](cursor)
            cursor.execute("SELECT CASE WHEN simulation THEN simulated_now END, clock_timestamp() FROM installation")
            row = cursor.fetchone()
            now = (row[0] or row[1]) if row else datetime.datetime.now(datetime.timezone.utc)
            first_due = {}
            if service == "processing":
                cursor.execute("SELECT dossier_id::text, due_after FROM deadline_ledger WHERE sequence = 0")
                first_due = {row[0]: row[1] for row in cursor}
    return Owner(service, events, dossiers, now, first_due)

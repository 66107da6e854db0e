"""Reads the owners' histories and tables straight from PostgreSQL, in one snapshot of each database."""

import dataclasses
import datetime

import psycopg2
import psycopg2.extras

STREAM = "dossier"


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
    """What one program's database says."""

    service: str
    events: list  # of Event, by stream, key and sequence
    dossiers: dict  # id -> row
    now: datetime.datetime  # business time
    first_due: dict  # dossier id -> due date of the acceptance ledger; processing only


DOSSIERS = {
    "intake": "SELECT id::text, code, lookup_key, state, sequence, revision, due_at, accepted FROM dossiers",
    "processing": "SELECT id::text, code, lookup_key, state, sequence, revision, due_at, intake_sequence,"
                  " paused FROM dossiers",
}


def read(service, dsn):
    """The Owner `service` at `dsn`."""
    with psycopg2.connect(dsn) as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor(cursor_factory=psycopg2.extras.DictCursor) as cursor:
            cursor.execute("SET timezone = 'UTC'")
            cursor.execute("SELECT event_id::text, stream, key, sequence, epoch, builds_on, type, occurred_at, payload"
                           " FROM event_history ORDER BY stream, key, sequence")
            events = [Event(*row[:8], bytes(row[8])) for row in cursor]
            cursor.execute(DOSSIERS[service])
            dossiers = {row["id"]: dict(row) for row in cursor}
            cursor.execute("SELECT CASE WHEN simulation THEN simulated_now END, clock_timestamp() FROM installation")
            row = cursor.fetchone()
            now = (row[0] or row[1]) if row else datetime.datetime.now(datetime.timezone.utc)
            first_due = {}
            if service == "processing":
                cursor.execute("SELECT dossier_id::text, due_after FROM deadline_ledger WHERE sequence = 0")
                first_due = {row[0]: row[1] for row in cursor}
    return Owner(service, events, dossiers, now, first_due)

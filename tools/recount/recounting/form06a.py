"""Form II.06a by its definition (domain 5.2): for every dossier, its state at the end of a day."""

import dataclasses
import datetime

from . import messages

COLUMNS = ("received_total", "received_online", "received_direct_post", "carried_over", "resolved_total",
           "resolved_early", "resolved_on_time", "resolved_overdue", "open_total", "open_in_limit", "open_overdue")
ENDS = {3, 7, 9, 10}
PAUSED = {5, 6, 8}
ONLINE = 2
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


@dataclasses.dataclass(frozen=True)
class Moment:
    day: datetime.date
    state: int
    due: datetime.date | None


@dataclasses.dataclass(frozen=True)
class Dossier:
    """One dossier, from its receipt on."""

    agency: str
    channel: int
    received: datetime.date
    moments: tuple  # of Moment, in order; the first is the receipt

    def at_end_of(self, day):
        """Its state at the end of the day; it had been received by then."""
        return [moment for moment in self.moments if moment.day <= day][-1]

    def end(self):
        return next((moment for moment in self.moments if moment.state in ENDS), None)


def _instant(timestamp):
    return timestamp.ToDatetime(tzinfo=datetime.timezone.utc)


def local_day(instant):
    return instant.astimezone(VIETNAM).date()


def _moment_of(facts):
    due = local_day(_instant(facts.due_at)) if facts.HasField("due_at") else None
    return Moment(local_day(_instant(facts.occurred_at)), facts.state, due)


def dossiers(intake_events, processing_events):
    """Every dossier that was ever received."""
    by_key = {}
    for events in (intake_events, processing_events):  # in this order: acceptance is intake's last event
        for event in events:
            if event.stream == "dossier":
                by_key.setdefault(event.key, []).append(messages.decode(event.type, event.payload).facts)
    found = []
    for history in by_key.values():
        since = [facts for facts in history if facts.HasField("received_at")]
        if since:
            first = since[0]
            found.append(Dossier(first.handling_agency, first.channel, local_day(_instant(first.received_at)),
                                 tuple(_moment_of(facts) for facts in since)))
    return found


def empty():
    return dict.fromkeys(COLUMNS, 0)


def add(rows):
    total = empty()
    for row in rows:
        for name in COLUMNS:
            total[name] += row[name]
    return total


def _ended_as(end):
    if end.state in (3, 7) or end.due is None or end.day == end.due:
        return "resolved_on_time"
    return "resolved_early" if end.day < end.due else "resolved_overdue"


def count(dossiers_, first, last):
    """Agency -> row, of the agencies that have dossiers in the period."""
    rows = {}
    for dossier in dossiers_:
        end = dossier.end()
        if dossier.received > last or (end and end.day < first):
            continue
        row = rows.setdefault(dossier.agency, empty())
        row["received_total"] += 1
        if dossier.received < first:
            row["carried_over"] += 1
        else:
            row["received_online" if dossier.channel == ONLINE else "received_direct_post"] += 1
        if end and end.day <= last:
            row["resolved_total"] += 1
            row[_ended_as(end)] += 1
            continue
        row["open_total"] += 1
        now = dossier.at_end_of(last)
        late = now.due is not None and now.due < last and now.state not in PAUSED
        row["open_overdue" if late else "open_in_limit"] += 1
    return rows


def broken_identities(row):
    holds = {
        "3 = 4+5+6": row["received_total"] == row["received_online"] + row["received_direct_post"] + row["carried_over"],
        "7 = 8+9+10": row["resolved_total"] == row["resolved_early"] + row["resolved_on_time"] + row["resolved_overdue"],
        "11 = 12+13": row["open_total"] == row["open_in_limit"] + row["open_overdue"],
        "3 = 7+11": row["received_total"] == row["resolved_total"] + row["open_total"],
    }
    return [name for name, true in holds.items() if not true]

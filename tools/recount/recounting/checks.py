"""Invariants over all dossiers (reliability 4.3: I3-I6, I13), in addition to those of one history (transitions.py)."""

import collections


def check_numbering(owner, faults):
    """1..n without gaps in every stream and key, also for facts that do not belong to a dossier."""
    last = {}
    for event in owner.events:
        place = (event.stream, event.key)
        if event.sequence != last.get(place, 0) + 1:
            faults.append(f"{owner.service} {event.stream} {event.key}: #{event.sequence} after {last.get(place, 0)}")
        last[place] = event.sequence
    twice = [name for name, count in collections.Counter(event.event_id for event in owner.events).items()
             if count > 1]
    faults.extend(f"{owner.service}: event id {name} was given twice" for name in twice)


def check_codes(folded, faults):
    for what in ("code", "lookup_key"):
        owners = collections.Counter(getattr(dossier, what) for dossier in folded.values())
        faults.extend(f"{what} {value} belongs to {count} dossiers" for value, count in owners.items() if count > 1)


def check_tables(intake, processing, folded, faults):
    """The owners' tables agree with their histories; the date printed by intake equals the one computed by
    processing."""
    for dossier_id, dossier in folded.items():
        name = dossier.code or dossier_id
        row = intake.dossiers.get(dossier_id)
        if row is None:
            faults.append(f"{name}: intake has a history and no dossier")
            continue
        if row["sequence"] != dossier.intake_sequence or row["code"] != dossier.code:
            faults.append(f"{name}: intake's row is at {row['sequence']}, its history at {dossier.intake_sequence}")
        if row["accepted"] != dossier.accepted:
            faults.append(f"{name}: intake's row and history differ about the acceptance")
        if not dossier.accepted:
            if row["state"] != dossier.state:
                faults.append(f"{name}: intake's row has state {row['state']}, its history {dossier.state}")
            continue
        if row["due_at"] != dossier.printed_due:
            faults.append(f"{name}: intake's row and its event name two due dates")
        check_after_acceptance(processing, dossier_id, dossier, name, faults)
    faults.extend(f"intake's dossier {key} has no history" for key in intake.dossiers.keys() - folded.keys())
    faults.extend(f"processing's dossier {key} has no history" for key in processing.dossiers.keys() - folded.keys())


def check_after_acceptance(processing, dossier_id, dossier, name, faults):
    row = processing.dossiers.get(dossier_id)
    if row is None:
        faults.append(f"{name}: accepted, and processing does not have it")
        return
    if not row["columns"] or not row["queue"]:
        faults.append(f"{name}: processing's {'columns' if row['queue'] else 'queue'} and document differ")
    if dossier_id not in processing.first_due:
        faults.append(f"{name}: no ledger row of the acceptance")
    elif processing.first_due[dossier_id] != dossier.printed_due:
        faults.append(f"{name}: printed due date {dossier.printed_due}, computed "
                      f"{processing.first_due[dossier_id]}")
    if (row["state"], row["sequence"], row["revision"]) != (dossier.state, dossier.processing_sequence,
                                                            dossier.revision):
        faults.append(f"{name}: processing's row {row['state']}/{row['sequence']}/{row['revision']}, history "
                      f"{dossier.state}/{dossier.processing_sequence}/{dossier.revision}")
    if row["intake_sequence"] != dossier.intake_sequence or row["code"] != dossier.code:
        faults.append(f"{name}: processing's row builds on intake {row['intake_sequence']}")
    if row["due_at"] != dossier.due_at:
        faults.append(f"{name}: processing's row is due {row['due_at']}, its last event says {dossier.due_at}")
    if row["paused"] != (dossier.state in (5, 6, 8)):
        faults.append(f"{name}: state {dossier.state} and paused={row['paused']}")

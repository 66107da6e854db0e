"""Compares the stores with the clients' history (reliability 4.3: I1, I2, I4, I10, I12)."""

import collections

IN_FLIGHT = 20  # texts
CREATES = ("FileDossier", "ReceiveDossier")


def check_history(lines, dossiers, sequences):
    """Faults in the answers to clients.

    `dossiers`: {code: id} of intake; `sequences`: {id: (last intake sequence, last processing sequence)}.
    """
    faults = []
    code_of_key, key_of_code = {}, {}
    for line in lines:
        if line["operation"] in CREATES and line["outcome"] == "ok":
            code, key = line["code"], (line["client"], line["operation"], line["key"])
            if code not in dossiers:
                faults.append(f"acknowledged and lost: {code}")
            if code_of_key.setdefault(key, code) != code:
                faults.append(f"key {key} made two dossiers: {code_of_key[key]} and {code}")
            if key_of_code.setdefault(code, key) != key:
                faults.append(f"two keys were told of {code}")
        elif line["outcome"] == "ok" and line.get("version") and line["operation"] != "GetStatus":
            last = sequences.get(dossiers.get(line.get("code", ""), ""), (0, 0))
            if tuple(line["version"]) > last:
                faults.append(f"acknowledged {line['operation']} of {line['code']} at {line['version']}, stored {last}")
    unknown = {(line["client"], line["operation"], line["key"]) for line in lines
               if line["operation"] in CREATES and line["outcome"] == "unknown"}
    most = len(code_of_key) + len(unknown)
    if len(dossiers) > most:
        faults.append(f"{len(dossiers)} dossiers of at most {most} keys")
    return faults + check_versions(lines)


def check_versions(lines):
    """Look-ups of one client that sends back what it saw never go backwards."""
    faults, last = [], collections.defaultdict(lambda: (0, 0))
    for line in sorted((line for line in lines if line["operation"] == "GetStatus" and line["outcome"] == "ok"),
                       key=lambda line: line["end"]):
        place, version = (line["client"], line["code"]), tuple(line["version"])
        if version < last[place]:
            faults.append(f"{place} went back from {last[place]} to {version}")
        last[place] = max(version, last[place])
    return faults


def read_stores(system):
    """(dossiers, sequences, faults) for check_history."""
    dossiers = dict(system.query("intake", "SELECT code, id::text FROM dossiers"))
    sequences = {}
    for position, service in enumerate(("intake", "processing")):
        for key, sequence in system.query(service, "SELECT key, max(sequence) FROM event_history"
                                                   " WHERE stream = 'dossier' GROUP BY key"):
            pair = list(sequences.get(key, (0, 0)))
            pair[position] = sequence
            sequences[key] = tuple(pair)
    faults = []
    for service in ("intake", "processing"):
        (lone,), = system.query(service, "SELECT count(*) FROM audit_log WHERE event_id IS NOT NULL AND event_id NOT IN"
                                         " (SELECT event_id FROM event_history)")
        (bare,), = system.query(service, "SELECT count(*) FROM event_history h WHERE stream = 'dossier' AND type NOT"
                                         " LIKE '%%AcceptanceDelayed' AND type NOT LIKE '%%DueDateRecomputed' AND NOT"
                                         " EXISTS (SELECT FROM audit_log a WHERE a.event_id = h.event_id)")
        if lone or bare:
            faults.append(f"{service}: {lone} audit rows without event, {bare} decisions without audit row")
    return dossiers, sequences, faults


def read_flows(services, system):
    """Faults in the event flow that remain when all programs should be done."""
    faults = []
    for service in services:
        (left,), = system.query(service, "SELECT count(*) FROM outbox_events")
        (parked,), = system.query(service, "SELECT count(*) FROM parked_events")
        (dead,), = system.query(service, "SELECT count(*) FROM dead_letters")
        if left or parked or dead:
            faults.append(f"{service}: outbox {left}, parked {parked}, dead letters {dead}")
    return faults


def check_texts(texts, kills=()):
    """Texts delivered twice by the network (I8).

    Each has its dossier and moment, so they are all different. `kills`: number of texts that had arrived when bearerbox
    was killed. It resends the texts it was sending, since it does not detect duplicates; no others may occur twice.
    """
    places = collections.defaultdict(list)
    for place, text in enumerate(texts):
        places[text].append(place)
    return [f"sent {len(found)} times to {text[0]}: {text[1]}" for text, found in places.items()
            if len(found) > 2 or len(found) == 2 and not any(
                kill - IN_FLIGHT <= found[0] < kill <= found[1] < kill + IN_FLIGHT for kill in kills)]


def check_messages(rows, texts, receipts_lost):
    """Compares each message of notification with those of the network (I8).

    `rows`: (state, text); `texts`: those received by telephones. `receipts_lost`: smsbox was killed and lost its
    pending call-backs.
    """
    states = {"carried": {3, 4, 6} if receipts_lost else {4, 6}, "kept": {1, 5, 6, 7, 8}}
    carried, faults = set(texts), []
    for state, text in rows:
        if state not in states["carried" if text in carried else "kept"]:
            faults.append(f"in state {state}, {'carried' if text in carried else 'never carried'}: {text}")
    known = {text for _, text in rows}
    return faults + [f"carried, but not one of our messages: {text}" for text in sorted(carried - known)]


def check_portal(held, states):
    """Compares the National Portal with the histories (I8): one entry per event, the states in order.

    `held`: {code: [state of each entry]}; `states`: {code: [state after each event]}.
    """
    faults = [f"the portal holds {code}, which was never filed" for code in held if code not in states]
    for code, true in states.items():
        if held.get(code) != true:
            faults.append(f"{code}: the portal holds {held.get(code)}, the histories say {true}")
    return faults

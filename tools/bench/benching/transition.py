"""One durable transition through processing, compared with the same rows written by pgbench in the same two round
trips."""

import contextlib
import json
import re
import statistics
from urllib.parse import urlsplit

from benching.database_proxy import DatabaseProxy
from benching.installation import Failed, run, wait_for
from benching.machine import cpu_by_process

CALLERS = (1, 16, 32)
CALLERS_ALONE = (1, 32)
NO_BROKER = "127.0.0.1:9"
DRAIN_SECONDS = 300
FLOOR = "bench_floor"
HERE = __file__.rsplit("/benching/", 1)[0]
SAME_SETTINGS = ("fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "shared_buffers")
# Columns that differ in a copied row.
OWN = {"id": "floor_id(n)", "lookup_key": "'FLOOR' || n"}


def write_listing(installation, dossier_ids):
    listing = installation.directory / "dossiers.txt"
    listing.write_text("".join(f"{dossier}\n" for dossier in dossier_ids))
    return listing


def transition_load(installation, callers, seconds, listing):
    out = run([installation.build / "tools" / "bench" / "transition_load", installation.address("processing", "grpc"),
               callers, seconds, listing])
    return json.loads(out)


def make_floor(installation, dossier_id, count):
    """A second database of the same server with the same schema and `count` copies of one dossier's rows; pgbench's
    variables."""
    installation.remake_database(FLOOR)
    installation.deploy_schema("processing", FLOOR)
    run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", installation.database(FLOOR),
         "-f", f"{HERE}/floor_functions.sql"])
    columns = [name for (name,) in installation.query(
        FLOOR, "SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name = 'dossiers' ORDER BY ordinal_position")]
    row, document = installation.query(
        "bench_processing", "SELECT row_to_json(d)::text, encode(document, 'hex') FROM dossiers d WHERE id = %s",
        dossier_id)[0]
    values = ", ".join(OWN.get(name, name) for name in columns)
    installation.query(FLOOR, f"INSERT INTO dossiers ({', '.join(columns)}) SELECT {values}"
                       " FROM json_populate_record(NULL::dossiers, %s), generate_series(1, %s) AS n", row, count)
    installation.query(FLOOR, "ANALYZE")
    event = installation.query(
        "bench_processing", "SELECT type, traceparent, encode(payload, 'hex') FROM event_history"
        " WHERE type LIKE '%%TaskTransferred' LIMIT %s", 1)
    answer = installation.query("bench_processing", "SELECT request_hash, encode(response, 'hex') FROM"
                                " idempotency_keys WHERE method LIKE '%%TransferTask' LIMIT %s", 1)
    if not event or not answer:
        raise Failed("no transfer has been made yet to copy for the floor")
    return {"dossiers": str(count), "document": document, "type": event[0][0], "traceparent": event[0][1], "payload": event[0][2],
            "hash": answer[0][0], "response": answer[0][1], "agency": "H00.000"}


def pgbench(installation, clients, seconds, variables):
    """The same figures as transition_load prints."""
    for old in installation.directory.glob("pgbench.*"):
        old.unlink()
    address = urlsplit(installation.database(FLOOR))
    words = [word for name, value in variables.items() for word in ("-D", f"{name}={value}")]
    out = run(["pgbench", "-n", "-M", "prepared", "-f", f"{HERE}/floor.sql", "-c", clients, "-j", min(clients, 2),
               "-T", seconds, "-l", "--log-prefix", installation.directory / "pgbench", *words,
               "-h", address.hostname, "-p", address.port, "-U", address.username, FLOOR])
    failed = re.search(r"number of failed transactions: (\d+)", out)
    if failed and int(failed[1]):
        raise Failed(f"pgbench: {failed[0]}")
    times = sorted(int(line.split()[2]) for path in installation.directory.glob("pgbench.*")
                   for line in path.read_text().splitlines())
    if not times:
        raise Failed(f"pgbench did nothing:\n{out}")
    return {"done": len(times), "per_second": float(re.search(r"tps = ([0-9.]+)", out)[1]),
            "answer_p50_ms": times[len(times) // 2] / 1000, "answer_p99_ms": times[int(len(times) * 0.99)] / 1000}


def count_round_trips(installation, listing):
    """Database round trips of a transition, counted on the wire between a separate processing and PostgreSQL."""
    with DatabaseProxy(int(installation.servers["POSTGRES_PORT"]), b"motcua_begin", b"update_dossiers") as proxy:
        address = f":{installation.servers['POSTGRES_PORT']}/"
        through = installation.database("bench_processing").replace(address, f":{proxy.port}/")
        installation.start("processing-2", {"MOTCUA_PROCESSING_DB_DSN": through})
        try:
            installation.wait_ready("processing-2")
            run([installation.build / "tools" / "bench" / "transition_load",
                 installation.address("processing-2", "grpc"), 1, 3, listing])
        finally:
            installation.stop("processing-2")
        if not proxy.round_trips:
            raise Failed("no transition was seen between processing and PostgreSQL")
        # The median: a connection's first use of a statement prepares it.
        return statistics.median(proxy.round_trips)


@contextlib.contextmanager
def without_events(installation):
    """Processing alone with PostgreSQL: no other program runs, and what it would publish waits for a broker."""
    others = list(installation.processes)
    for program in others:
        installation.stop(program)
    installation.start("processing", {"MOTCUA_PROCESSING_KAFKA_BROKERS": NO_BROKER})
    try:
        installation.wait_ready("processing")
        yield
    finally:
        installation.stop("processing")
        for program in others:
            installation.start(program)
        for program in others:
            installation.wait_ready(program)
    # The following is measured without this backlog.
    wait_for(lambda: not installation.query("bench_processing", "SELECT 1 FROM outbox_events LIMIT 1"), DRAIN_SECONDS,
             "all events of the command path published")


def measure(installation, dossier_ids, rounds, seconds):
    listing = write_listing(installation, dossier_ids)
    transition_load(installation, 1, 2, listing)  # warm, and a row of each kind for the floor to copy
    variables = make_floor(installation, dossier_ids[0], len(dossier_ids))
    pgbench(installation, 1, 2, variables)

    def cases(all_callers):
        report = {}
        for callers in all_callers:
            found = []
            for _ in range(rounds):
                before = cpu_by_process(installation)
                ours = transition_load(installation, callers, seconds, listing)
                after = cpu_by_process(installation)
                ours["cpu_us"] = {name: (after[name] - before[name]) / ours["done"] * 1e6 for name in after}
                found.append({"ours": ours, "floor": pgbench(installation, callers, seconds, variables)})
            part = {side: {what: statistics.median(row[side][what] for row in found)
                           for what in ("per_second", "answer_p50_ms", "answer_p99_ms")} for side in ("ours", "floor")}
            part["ours"]["cpu_us"] = {name: statistics.median(row["ours"]["cpu_us"][name] for row in found)
                                      for name in found[0]["ours"]["cpu_us"]}
            part["ratio"] = statistics.median(row["ours"]["per_second"] / row["floor"]["per_second"] for row in found)
            part["rounds"] = found
            report[str(callers)] = part
        return report

    report = cases(CALLERS)
    with without_events(installation):
        alone = cases(CALLERS_ALONE)
    settings = dict(installation.query("postgres", "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)",
                                       list(SAME_SETTINGS)))
    return {"cases": report, "alone": alone, "round_trips": count_round_trips(installation, listing), "postgresql": settings,
            "dossiers": len(dossier_ids),
            "client": "transition_load, one gRPC channel; pgbench -M prepared, one connection a client"}

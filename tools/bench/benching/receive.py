"""New dossiers at a counter: code, due date, receipt, event, answer, in three round trips."""

import json
import statistics

from motcua_client import actors, stubs

from benching.installation import clerk_of, run, usual_case
from benching.machine import cpu_seconds

CALLERS = (1, 32)


def write_request(installation):
    """All dossiers are equal except for their key."""
    messages = stubs.module("motcua/intake/v1/intake_service")
    case = usual_case(installation)
    request = messages.ReceiveDossierRequest(
        content=case.content(applicant=actors.applicant("")),
        channel=stubs.module("motcua/type/v1/dossier").CHANNEL_DIRECT, actor=clerk_of(case),
        fee_taken=case.fee("FEE_TIMING_BEFORE_ACCEPTANCE") > 0)
    path = installation.directory / "receive-request.bin"
    path.write_bytes(request.SerializeToString())
    return path


def receive_load(installation, callers, seconds, request):
    return json.loads(run([installation.build / "tools" / "bench" / "receive_load",
                           installation.address("intake", "grpc"), callers, seconds, request]))


def measure(installation, rounds, seconds):
    request = write_request(installation)
    receive_load(installation, 1, 2, request)  # warm
    pid = installation.processes["intake"].pid
    report = {}
    for callers in CALLERS:
        found = []
        for _ in range(rounds):
            before = cpu_seconds(pid)
            row = receive_load(installation, callers, seconds, request)
            row["cpu_us"] = (cpu_seconds(pid) - before) / row["done"] * 1e6
            found.append(row)
        report[str(callers)] = {**{name: statistics.median(row[name] for row in found)
                                   for name in ("per_second", "answer_p50_ms", "answer_p99_ms", "cpu_us")},
                                "rounds": found}
    return {"cases": report}

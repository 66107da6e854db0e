"""A cached status look-up over HTTP, compared with a bare Beast server that sends the same bytes."""

import contextlib
import re
import socket
import statistics
import subprocess

from benching.installation import Failed, run
from benching.machine import cpu_seconds, median

LOAD_THREADS = 2
CONNECTIONS = 32
FIRST_SERIAL, CODES = 10000, 50000  # many more than are asked for within the life of the gateway's own cache

# Each wrk thread requests random codes.
MANY_CODES = """
local prefix, first, last = "", 0, 0
function init(arguments)
  prefix, first, last = arguments[1], tonumber(arguments[2]), tonumber(arguments[3])
  math.randomseed(tonumber(tostring({}):match("0x(%x+)"), 16) % 2147483647)
end
function request()
  return wrk.format("GET", string.format("%s%d/status", prefix, math.random(first, last)))
end
"""

# Failed answers are counted separately, so that they do not count as fast ones. They occur on a machine short of CPU:
# Redis times out, and the owner does not know the copied codes.
COUNT_FAILURES = """
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


def get(address, path):
    """The whole answer to one GET on a connection that stays open, as bytes."""
    host, port = address.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += connection.recv(65536)
        head, _, body = answer.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: *(\d+)", head)[1])
        while len(body) < length:
            body += connection.recv(65536)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise Failed(f"GET {path}: {head.decode(errors='replace')}")
        return head + b"\r\n\r\n" + body


def wrk(directory, url, seconds, script="", arguments=()):
    """One run of the load tool: {requests, per_second, p50_ms, p99_ms}."""
    path = directory / "wrk.lua"
    path.write_text(script + COUNT_FAILURES)
    out = run(["wrk", "-t", LOAD_THREADS, "-c", CONNECTIONS, "-d", seconds, "-s", path, url, "--", *arguments])
    found = re.search(r"^RESULT (\d+) (\d+) (\d+) (\d+) (\d+)$", out, re.M)
    if found is None:
        raise Failed(f"wrk printed no result:\n{out}")
    requests, micros, failures, p50, p99 = map(int, found.groups())
    if failures >= requests:
        raise Failed(f"{failures} of {requests} requests to {url} failed")
    return {"requests": requests, "failed": failures / requests,
            "per_second": (requests - failures) / (micros / 1e6), "p50_ms": p50 / 1000, "p99_ms": p99 / 1000}


@contextlib.contextmanager
def bare_server(build, threads, answer_file):
    """(address, pid) of the floor while it runs."""
    process = subprocess.Popen([build / "tools" / "bench" / "bare_http_server", "0", str(threads), answer_file],
                               stdout=subprocess.PIPE, text=True)
    try:
        yield f"127.0.0.1:{int(process.stdout.readline().split()[1])}", process.pid
    finally:
        process.terminate()
        process.wait()


def spread_codes(installation, code):
    """Copies one cached status under many serials, so that few are in the gateway's in-process cache when requested;
    the
    look-up form of a code up to its serial."""
    key = re.sub(r"[^A-Z0-9]", "", code.upper())
    prefix = key[:-len(code.rsplit("-", 1)[1])]
    script = ("for i = ARGV[2], ARGV[3] do redis.call('COPY', KEYS[1], 'motcua:status:' .. ARGV[1] .."
              " string.format('%d', i), 'REPLACE') end return redis.call('DBSIZE')")
    run(["redis-cli", "-u", f"redis://{installation.servers['REDIS_ADDRESS']}", "EVAL", script, "1",
         f"motcua:status:{key}", prefix, FIRST_SERIAL, FIRST_SERIAL + CODES - 1])
    return prefix


def by_source(installation):
    """Number of look-ups answered by source, from the gateway's metric."""
    return {source: installation.metric("gateway", "motcua_status_answers_total", source=source)
            for source in ("local", "redis", "owner")}


def measure(installation, code, rounds, seconds, threads=2):
    """{name: {floor, ours, ratio, cpu_us...}} for the two kinds of cached look-ups."""
    gateway = installation.address("gateway", "http")
    pid = installation.processes["gateway"].pid
    path = f"/v1/dossiers/{code}/status"
    get(gateway, path)
    answer_file = installation.directory / "answer.http"
    answer_file.write_bytes(get(gateway, path))
    prefix = spread_codes(installation, code)
    many = (MANY_CODES, (f"/v1/dossiers/{prefix}", FIRST_SERIAL, FIRST_SERIAL + CODES - 1))
    get(gateway, f"/v1/dossiers/{prefix}{FIRST_SERIAL}/status")

    rows = {"one code, in the gateway's own cache": [], "many codes, in Redis": []}
    with bare_server(installation.build, threads, answer_file) as (floor, floor_pid):
        for _ in range(rounds):
            for name, (script, arguments) in zip(rows, (("", ()), many)):
                sides = {}
                for side, address, process in (("ours", gateway, pid), ("floor", floor, floor_pid)):
                    answered = by_source(installation)
                    before = cpu_seconds(process)
                    row = wrk(installation.directory, f"http://{address}{path}", seconds, script, arguments)
                    row["cpu_us"] = (cpu_seconds(process) - before) / row["requests"] * 1e6
                    if side == "ours":
                        row["from_redis"] = (by_source(installation)["redis"] - answered["redis"]) / row["requests"]
                    sides[side] = row
                rows[name].append(sides)
    report = {}
    for name, found in rows.items():
        part = {side: {what: median([row[side] for row in found], what)
                       for what in ("per_second", "p50_ms", "p99_ms", "cpu_us", "failed")} for side in ("ours", "floor")}
        part["ratio"] = statistics.median(row["ours"]["per_second"] / row["floor"]["per_second"] for row in found)
        part["cpu_ratio"] = statistics.median(row["floor"]["cpu_us"] / row["ours"]["cpu_us"] for row in found)
        part["ours"]["from_redis"] = median([row["ours"] for row in found], "from_redis")
        part["rounds"] = found
        report[name] = part
    return {"cases": report, "answer_bytes": answer_file.stat().st_size,
            "client": f"wrk -t{LOAD_THREADS} -c{CONNECTIONS} -d{seconds}s, keep-alive",
            "server_threads": threads, "codes": CODES}

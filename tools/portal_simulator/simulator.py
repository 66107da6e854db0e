#!/usr/bin/env python3
"""A simulated National Portal for tests and demonstrations, with its own store. README.md describes its behaviour.

Prints one line `listening on http://HOST:PORT` and serves until SIGTERM or SIGINT."""

import argparse
import collections
import http.server
import json
import os
import signal
import socket
import sys
import threading

import faults
import portal
import store

MAX_BODY = 4 * 1024 * 1024
STALL_SECONDS = 120
HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


class Simulator:
    def __init__(self, options):
        self.store = store.Store(options.store)
        self.portal = portal.Portal(self.store, options.user, options.password, options.unit_code,
                                    options.session_seconds)
        self.faults = faults.Faults(options.seed, options.failure_rate)
        self._lock = threading.Lock()
        self._counts = collections.Counter()

    def count(self, *names):
        with self._lock:
            self._counts.update(names)

    def counts(self):
        with self._lock:
            counts = dict(sorted(self._counts.items()))
        return {**self.store.counts(), "mode": self.faults.mode, "requests": counts}

    def dossiers(self):
        """One JSON line per dossier: its state and its progress in order of arrival."""
        for code in self.store.codes():
            message, progress = self.store.find(code)
            yield {"code": code, "state": int(message["TrangThaiHoSo"]), "received_at": message["NgayTiepNhan"],
                   "due_at": message["NgayHenTra"],
                   "progress": [{"at": entry["ThoiDiemXuLy"], "state": int(entry["TrangThai"]),
                                 "what": entry["NoiDungXuLy"]} for entry in progress]}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # header and body leave in one segment
    simulator = None

    def log_message(self, *args):
        pass

    def setup(self):
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self):
        if self.path == "/simulator/dossiers":
            lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in self.simulator.dossiers()]
            self.answer(200, "".join(lines).encode(), "application/jsonl")
        elif self.path == "/simulator/counts":
            self.answer_json(self.simulator.counts())
        else:
            self.answer(404, b"not found\n", "text/plain")

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MAX_BODY:
            self.close_connection = True
            self.answer(413, b"body too large\n", "text/plain")
            return
        body = self.rfile.read(int(length))
        if self.path.startswith("/simulator/"):
            self.obey(body)
        elif self.path in ("/login", "/service"):
            self.serve(body)
        else:
            self.answer(404, b"not found\n", "text/plain")

    def obey(self, body):
        """Requests of a test or an operator of the demonstration, not of the program under test."""
        try:
            request = json.loads(body or b"{}")
            if self.path == "/simulator/mode":
                self.simulator.faults.set_mode(request["mode"])
            elif self.path == "/simulator/expire-sessions":
                self.simulator.portal.sessions.expire_all()
            elif self.path == "/simulator/forget-progress":
                self.simulator.store.forget(request["code"], int(request["keep"]))
            else:
                self.answer(404, b"not found\n", "text/plain")
                return
        except (ValueError, KeyError, TypeError) as fault:
            self.answer_json({"error": str(fault)}, 400)
            return
        self.answer_json(self.simulator.counts())

    def serve(self, body):
        mode = self.simulator.faults.mode
        self.simulator.count("total")
        if mode == "stall":
            self.simulator.faults.wait_while_stalled(STALL_SECONDS)
        if mode in ("down", "stall"):
            self.simulator.count(mode)
            self.hang_up()
        elif mode == "html":
            self.simulator.count("html")
            self.answer(200, HTML, "text/html")
        elif mode == "wrong_shape":
            self.simulator.count("wrong_shape")
            self.answer_json([{"ma_loi": "khong", "ket_qua": None}])
        else:
            self.serve_up(body)

    def serve_up(self, body):
        try:
            request = json.loads(body)
        except ValueError:
            request = None
        if not isinstance(request, dict):
            self.answer_json(portal.refusal(2, "không đọc được JSON"))
            return
        fault = self.simulator.faults.draw()
        service = "login" if self.path == "/login" else str(request.get("service"))
        if fault == "before":
            self.simulator.count(service, "failed_before")
            self.answer(500, HTML, "text/html")
            return
        if self.path == "/login":
            answer = self.simulator.portal.log_in(request)
        else:
            answer = self.simulator.portal.call(request)
        self.simulator.count(service, "accepted" if answer["error_code"] == 0 else "refused")
        if fault == "after":
            self.simulator.count("failed_after")
            self.hang_up()
            return
        self.answer_json(answer)

    def hang_up(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def answer_json(self, document, status=200):
        self.answer(status, json.dumps(document, ensure_ascii=False).encode(), "application/json; charset=utf-8")

    def answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):  # a client that disconnected is not an error
            super().handle_error(request, client_address)


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--store", default=":memory:", help="SQLite file; the default keeps nothing")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--failure-rate", type=float, default=0.01)
    parser.add_argument("--user", default="motcua")
    parser.add_argument("--password", default=os.environ.get("PORTAL_SIMULATOR_PASSWORD", "motcua"))
    parser.add_argument("--unit-code", default="000.00.01.H19")
    parser.add_argument("--session-seconds", type=float, default=1800)
    options = parser.parse_args(arguments)
    if not 0 <= options.failure_rate <= 1:
        parser.error("--failure-rate is 0 to 1")
    return options


def start(options):
    """A server that is not serving yet, with its simulator."""
    simulator = Simulator(options)
    handler = type("BoundHandler", (Handler,), {"simulator": simulator})
    return Server((options.host, options.port), handler), simulator


def main():
    options = parse(sys.argv[1:])
    server, simulator = start(options)

    def stop(*_):
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    host, port = server.server_address[:2]
    print(f"listening on http://{host}:{port}", flush=True)
    server.serve_forever(poll_interval=0.2)
    server.server_close()
    simulator.store.close()


if __name__ == "__main__":
    main()

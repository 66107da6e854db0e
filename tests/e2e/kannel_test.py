#!/usr/bin/python3
"""Real Kannel of tools/stack with its fake network, without any program of MotCua: the behaviour that notification
depends on.

An HTTP listener takes the place of notification on the call-back port. Run it alone, or by ctest (e2e_kannel).
"""

import http.server
import os
import pathlib
import subprocess
import sys
import threading
import unittest
import urllib.error
import urllib.request
import uuid
from urllib.parse import parse_qs, urlsplit

sys.dont_write_bytecode = True
TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests" / "e2e"), str(TOP / "tests" / "support")]

from motcua_client.sms import Network  # noqa: E402
from system import stack, wait_for  # noqa: E402

PHONE = "+84912345678"
DELIVERED, ACCEPTED = "1", "8"


class Callbacks:
    """What Kannel calls: [(path, {name: value})]. Answers `status` to all of it."""

    def __init__(self, port):
        self.calls = []
        self.status = 200
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):  # pylint: disable=invalid-name
                self.take({})

            def do_POST(self):  # pylint: disable=invalid-name
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.take({"text": text, "from": self.headers["X-Kannel-From"], "to": self.headers["X-Kannel-To"]})

            def take(self, values):
                parts = urlsplit(self.path)
                values |= {name: value[0] for name, value in parse_qs(parts.query).items()}
                outer.calls.append((parts.path, values))
                self.send_response(outer.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):  # pylint: disable=arguments-differ
                pass
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def about(self, **wanted):
        return [values for _, values in list(self.calls) if all(values.get(name) == value
                                                               for name, value in wanted.items())]


class Kannel(unittest.TestCase):
    def setUp(self):
        self.network = Network(stack("KANNEL_CITIZENS_PORT"), stack("FAKESMSC_LOG"))
        self.port = int(stack("SMS_CALLBACK_PORT"))
        self.secret = pathlib.Path(stack("SMS_CALLBACK_SECRET_FILE")).read_text(encoding="ascii")
        self.callbacks = Callbacks(self.port)
        self.addCleanup(lambda: self.callbacks.close())
        self.mark = self.network.mark()
        self.tag = uuid.uuid4().hex[:12]  # the spool may hold messages of others

    def send(self, text, coding="0", password=None, phone=PHONE, path=""):
        """Sends a message like notification; returns the HTTP status."""
        receipt = f"http://127.0.0.1:{self.port}/receipt?id={self.tag}&type=%d"
        password = password or pathlib.Path(stack("KANNEL_PASSWORD_FILE")).read_text(encoding="ascii")
        request = urllib.request.Request(stack("KANNEL_SENDSMS_URL") + path, text.encode(), {
            "X-Kannel-Username": stack("KANNEL_USER"), "X-Kannel-Password": password, "X-Kannel-To": phone,
            "X-Kannel-From": "MOTCUA", "X-Kannel-Coding": coding, "X-Kannel-DLR-Mask": "31",
            "X-Kannel-DLR-Url": receipt, "Content-Type": "text/plain; charset=UTF-8"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    @staticmethod
    def stack_command(*words):
        subprocess.run([TOP / "tools" / "stack", *words, "--dir", stack("DIR")], check=True,
                       stdout=subprocess.DEVNULL, timeout=120)

    def arrived(self, text):
        return [sms for sms in self.network.received(self.mark) if sms.text == text]

    def test_a_message_goes_out_once_and_its_receipts_come_back(self):
        plain, accented, long = f"Ho so {self.tag} {{[~]}}", f"Hồ sơ {self.tag} đã nhận", f"{self.tag} " + "ấ" * 200
        for text, coding, parts in ((plain, "0", 1), (accented, "2", 1), (long, "2", 4)):
            with self.subTest(coding=coding, parts=parts):
                before = len(self.callbacks.about(id=self.tag, type=DELIVERED))
                self.assertEqual(self.send(text, coding), (202, "0: Accepted for delivery"))
                wait_for(lambda text=text: self.arrived(text), 10, "the network gets it")
                wait_for(lambda before=before: len(self.callbacks.about(id=self.tag, type=DELIVERED)) > before, 10,
                         "delivered")
                sms, = self.arrived(text)
                self.assertEqual((sms.sender, sms.phone, sms.ucs2, sms.parts), ("MOTCUA", PHONE, coding == "2", parts))
        self.assertTrue(self.callbacks.about(id=self.tag, type=ACCEPTED))

    def test_a_wrong_password_sends_nothing(self):
        self.assertEqual(self.send(f"{self.tag}", password="wrong")[0], 403)
        self.assertEqual(self.arrived(self.tag), [])

    def test_what_is_wrong_with_us_is_no_400_and_what_is_wrong_with_a_message_is(self):
        self.assertEqual(self.send(self.tag, path="-moved")[0], 404)
        self.assertEqual(self.send(self.tag, phone="nobody")[0], 400)
        self.assertEqual(self.send(self.tag, phone="")[0], 400)
        self.assertEqual(self.arrived(self.tag), [])

    def test_a_text_comes_in_with_its_letters_and_the_number_in_one_spelling(self):
        for phone in ("0912345678", "84912345678", "+84912345678"):
            for text in (f"TRACUU {self.tag} {phone[:3]} a+b%20&c=<d>", f"Tra cứu {self.tag} {phone[:3]}"):
                with self.subTest(phone=phone, text=text):
                    self.network.send(phone, text)
                    call = wait_for(lambda text=text: self.callbacks.about(text=text), 10, "Kannel calls back")[0]
                    self.assertEqual((call["from"], call["to"]), (PHONE, "8019"))
                    self.assertEqual(len(call["id"]), 36)
        self.assertEqual({path for path, values in self.callbacks.calls if "text" in values},
                         {f"/{self.secret}/inbound"})

    def test_a_text_waits_while_nobody_listens_and_keeps_its_id(self):
        self.callbacks.status = 503
        self.network.send(PHONE, self.tag)
        wait_for(lambda: self.callbacks.about(text=self.tag), 10, "first try")
        self.callbacks.close()
        self.callbacks = again = Callbacks(self.port)
        call = wait_for(lambda: again.about(text=self.tag), 20, "tried again")[0]
        self.assertEqual(call["from"], PHONE)

    def test_what_bearerbox_has_taken_outlives_it(self):
        """kill -9 while there is no smsbox to pass on a text: it is on disk, like an outgoing message."""
        self.stack_command("kill", "smsbox")
        self.network.send(PHONE, self.tag)
        self.stack_command("kill", "bearerbox")
        self.stack_command("restart", "bearerbox")
        self.stack_command("restart", "smsbox")
        wait_for(lambda: self.callbacks.about(text=self.tag), 30, "the text comes in")
        self.stack_command("kill", "fakesmsc")
        try:
            self.assertEqual(self.send(f"{self.tag} out")[0], 202)
            self.stack_command("kill", "bearerbox")
            self.stack_command("restart", "bearerbox")
        finally:
            self.stack_command("restart", "fakesmsc")
        self.mark = 0  # its log starts again
        wait_for(lambda: self.arrived(f"{self.tag} out"), 20, "the message reaches the network")
        self.stack_command("restart", "smsbox")  # instead of waiting for its own ten seconds
        wait_for(lambda: self.callbacks.about(id=self.tag, type=DELIVERED), 20, "and is known as delivered")
        self.assertEqual(len(self.arrived(f"{self.tag} out")), 1)


if __name__ == "__main__":
    os.environ.setdefault("TZ", "UTC")
    unittest.main(verbosity=2)

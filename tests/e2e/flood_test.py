"""Ten thousand texts as fast as they can be sent: all stored, few answered, and the rest of the system keeps
working."""

import asyncio
import pathlib
import time
import uuid

from base import EndToEnd
from motcua_client.sms import Network
from system import stack, wait_for

TEXTS = 10000
SENDERS = 40
CONNECTIONS = 32
AGAIN_SECONDS = 0.2  # Kannel: 2 s
REPLIES_A_SENDER = 3
# The budget of replies alone takes 6 s. A query over all messages of a sender took longer than this.
DRAIN_SECONDS = 45.0
MOST_GROWTH_MIB = 64


class Flood(EndToEnd):
    def setUp(self):
        super().setUp()
        self.network = Network.of_stack()
        self.tag = uuid.uuid4().hex[:8]
        self.secret = pathlib.Path(stack("SMS_CALLBACK_SECRET_FILE")).read_text(encoding="ascii")

    def request(self, number, text):
        body = text.encode()
        phone = f"+8497{number % SENDERS:07}"
        return (f"POST /{self.secret}/inbound?id={self.tag}-{number} HTTP/1.1\r\nHost: localhost\r\n"
                f"X-Kannel-From: {phone}\r\nX-Kannel-To: 8019\r\nContent-Type: text/plain; charset=UTF-8\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode() + body

    async def send(self, waiting, statuses):
        """One connection of Kannel: each text until it is taken."""
        reader = writer = None
        while waiting:
            number, text = waiting.pop()
            while True:
                if writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", int(stack("SMS_CALLBACK_PORT")))
                writer.write(self.request(number, text))
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n")
                              if line.startswith(b"content-length"))
                await reader.readexactly(length)
                status = int(head.split(b" ", 2)[1])
                statuses[status] = statuses.get(status, 0) + 1
                if b"connection: close" in head.lower():
                    writer.close()
                    reader = writer = None
                if status == 200:
                    break
                await asyncio.sleep(AGAIN_SECONDS)
        if writer is not None:
            writer.close()

    async def flood(self, texts, statuses):
        waiting = list(enumerate(texts))
        await asyncio.gather(*(self.send(waiting, statuses) for _ in range(CONNECTIONS)))

    def resident_mib(self):
        status = pathlib.Path(f"/proc/{self.system.processes['notification-1'].pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024

    def test_ten_thousand_texts_at_once(self):
        paper = self.desk.receive(self.desk.case("CHANNEL_DIRECT"))
        self.system.wait_quiet()
        mark, before = self.network.mark(), self.resident_mib()
        texts = [(f"TRACUU {paper.code}", "Alo", "\U0001f600" * 70, "HS H19.12-250312-0001 " * 5)[number // SENDERS % 4]
                 for number in range(TEXTS)]
        statuses, begin = {}, time.monotonic()
        asyncio.run(self.flood(texts, statuses))
        took = time.monotonic() - begin
        self.assertEqual(set(statuses) - {200, 503}, set(), statuses)
        # The rest of the work continues.
        self.desk.to_work(paper)
        self.assertEqual(self.desk.look_up(paper)["state"], "DOSSIER_STATE_IN_PROCESS")
        self.assertLess(self.resident_mib() - before, MOST_GROWTH_MIB)

        def rows():
            return self.system.query("notification", "SELECT count(*), count(*) FILTER (WHERE result = ''),"
                                     " count(*) FILTER (WHERE result = 'answered') FROM inbound"
                                     " WHERE gateway_message_id LIKE %s", f"{self.tag}-%")[0]
        self.assertEqual(rows()[0], TEXTS)
        wait_for(lambda: rows()[1] == 0, DRAIN_SECONDS, "each text has its result", 1.0)
        drained = time.monotonic() - begin
        self.system.wait_quiet()
        answered = rows()[2]
        got = [sms for sms in self.network.received(mark) if sms.phone[-9:].startswith("9700000")]
        print(f"{TEXTS} texts in {took:.1f} s, {statuses.get(503, 0)} times put off, all done after {drained:.1f} s,"
              f" {answered} answered, {self.resident_mib() - before:+.1f} MiB ", end="", flush=True)
        self.assertEqual(len(got), answered)
        minutes = 1 + int(drained // 60)
        self.assertLessEqual(answered, SENDERS * REPLIES_A_SENDER * minutes)
        self.assertGreaterEqual(answered, SENDERS)
        stranger = self.desk.phone()
        self.network.send(stranger, f"TRACUU {paper.code}")
        wait_for(lambda: [sms for sms in self.network.received(mark) if sms.phone.endswith(stranger[1:])], 20,
                 "the next citizen is answered")

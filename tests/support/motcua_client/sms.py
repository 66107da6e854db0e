"""The SMS network of tools/stack: messages received by telephones, and texts sent by citizens.

    network = Network.of_stack()
    mark = network.mark()
    network.send("0912345678", "TRACUU 000.19.H19-…")
    network.received(mark)  # [Sms(sender, phone, text), ...] since the mark

Received messages are read from the log of Debian's fakesmsc, the far end of the link. A text is sent like fakesmsc
would, as one line on a separate connection.
"""

import dataclasses
import os
import pathlib
import re
import socket
from urllib.parse import quote, unquote_to_bytes

SHORT_CODE = "8019"
GOT = re.compile(r" Got message \d+: <(\S+) (\S+) (\S+) (.*)>$", re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Sms:
    """One message with its parts joined, as on a telephone; `ucs2` if it was sent in 16-bit characters."""

    sender: str
    phone: str
    text: str
    ucs2: bool = False
    parts: int = 1


def decoded(content):
    return unquote_to_bytes(content.replace("+", "%20"))


def parse(lines):
    """The messages in lines of the network's log, each where its first part came."""
    found, long = [], {}
    for line in lines:
        match = GOT.search(line)
        if not match:
            continue
        sender, phone, kind, content = match.groups()
        if kind == "udh":  # a part: header (length, 00 03, reference, parts, number), then `data` and the letters
            header, _, letters = content.split(" ", 2)
            reference, parts, number = decoded(header)[3:6]
            key = (sender, phone, reference, parts)
            if key not in long or number in long[key]:
                long[key] = {}
                found.append(key)
            long[key][number] = decoded(letters)
        elif kind == "text":
            found.append(Sms(sender, phone, content))
        else:
            found.append(Sms(sender, phone, decoded(content).decode("utf-16-be", errors="replace"), True))
    return [join(row, long[row]) if isinstance(row, tuple) else row for row in found]


def join(key, parts):
    """A long message. The log does not have its encoding; 7-bit text has no zero bytes."""
    sender, phone, _, count = key
    raw = b"".join(parts[number] for number in sorted(parts))
    ucs2 = b"\0" in raw
    return Sms(sender, phone, raw.decode("utf-16-be" if ucs2 else "utf-8", errors="replace"), ucs2, count)


class Network:
    """Thread-safe."""

    def __init__(self, citizens_port, log):
        self._address = ("127.0.0.1", int(citizens_port))
        self._log = pathlib.Path(log)

    @classmethod
    def of_stack(cls):
        return cls(os.environ["MOTCUA_STACK_KANNEL_CITIZENS_PORT"], os.environ["MOTCUA_STACK_FAKESMSC_LOG"])

    def send(self, phone, text, to=SHORT_CODE):
        """Passes one text of a citizen to the network, without waiting for the answer."""
        if text.isascii():
            content = f"text {text}"
        else:
            content = "ucs2 " + quote(text.encode("utf-16-be"), safe="")
        with socket.create_connection(self._address, timeout=10) as link:
            link.sendall(f"{phone} {to} {content}\n".encode("ascii"))
            link.shutdown(socket.SHUT_WR)
            link.recv(1)  # closed by the other side: it has been read

    def mark(self):
        """The present end of the log."""
        return self._log.stat().st_size

    def received(self, mark=0):
        """Messages received since the mark, in order."""
        with open(self._log, encoding="utf-8", errors="replace") as log:
            log.seek(mark)
            return parse(log.read().split("\n"))

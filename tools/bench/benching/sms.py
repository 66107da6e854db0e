"""From a counter's answer until the telephone network has the applicant's text, and Kannel's part of it."""

import contextlib
import pathlib
import random
import statistics
import time
import urllib.request
import uuid

from motcua_client.sms import Network

from benching.installation import Failed, receive, usual_case

PATIENCE = 10.0
POLL = 0.0005
PAUSE = 0.1  # Kannel's boxes take a text right behind another faster than one that comes alone


def wait_for_text(network, mark, part):
    """When the network received a text that contains this."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if network.mark() > mark and any(part in sms.text for sms in network.received(mark)):
            return time.monotonic()
        time.sleep(POLL)
    raise Failed(f"no text with {part} within {PATIENCE:.0f} s")


def through_kannel(installation, network):
    """(until Kannel answers, until the network has it) of one message sent as notification sends it, receipts too."""
    tag = uuid.uuid4()
    secret = pathlib.Path(installation.stack("SMS_CALLBACK_SECRET_FILE")).read_text(encoding="ascii")
    receipts = f"http://127.0.0.1:{installation.stack('SMS_CALLBACK_PORT')}/{secret}/receipts/{tag}?type=%d"
    request = urllib.request.Request(installation.stack("KANNEL_SENDSMS_URL"), f"Ho so {tag}".encode(), {
        "X-Kannel-Username": installation.stack("KANNEL_USER"), "X-Kannel-To": "+84912345678",
        "X-Kannel-Password": pathlib.Path(installation.stack("KANNEL_PASSWORD_FILE")).read_text(encoding="ascii"),
        "X-Kannel-From": "MOTCUA", "X-Kannel-Coding": "0", "X-Kannel-DLR-Mask": "31",
        "X-Kannel-DLR-Url": receipts, "Content-Type": "text/plain; charset=UTF-8"})
    mark, begin = network.mark(), time.monotonic()
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        answer.read()
    answered = time.monotonic()
    return answered - begin, wait_for_text(network, mark, str(tag)) - begin


def whole_way(intake, case, network, chance):
    """From the answer to the clerk, a moment after the commit, until the network has the text."""
    phone = f"09{chance.randrange(10 ** 8):08}"
    mark = network.mark()
    code = receive(intake, case, phone).code
    answered = time.monotonic()
    return max(0.0, wait_for_text(network, mark, code) - answered)


def figures(seconds):
    seconds = sorted(seconds)
    return {"p50_ms": 1000 * statistics.median(seconds), "p99_ms": 1000 * seconds[int(len(seconds) * 0.99)]}


def measure(installation, count):
    """One at a time, ours and Kannel alone in turn. Outside the quiet hours only."""
    network = Network(installation.stack("KANNEL_CITIZENS_PORT"), installation.stack("FAKESMSC_LOG"))
    case, chance = usual_case(installation), random.Random(7)
    whole, answers, carried = [], [], []
    with contextlib.closing(installation.service("intake")) as intake:
        for _ in range(count):
            time.sleep(PAUSE)
            whole.append(whole_way(intake, case, network, chance))
            time.sleep(PAUSE)
            answer, through = through_kannel(installation, network)
            answers.append(answer)
            carried.append(through)
    return {"texts": count, "whole": figures(whole), "kannel_answer": figures(answers), "kannel": figures(carried)}

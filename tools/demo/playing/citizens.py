"""What citizens do with their telephones at the end of the fortnight: ask for the status, and rate.

Each text is sent through the fake network and its answer read from the network's log; the status in it must be that of
the owner.
"""

import collections
import random
import time

from motcua_client import errors

HANDED_OVER = 10
# The names of the ten national states in answers.
WORDS = {1: "CHO TIEP NHAN", 2: "DA TIEP NHAN", 3: "KHONG DUOC GIAI QUYET", 4: "DANG XU LY", 5: "CAN BO SUNG",
         6: "CHO NOP PHI", 7: "DA RUT", 8: "TAM DUNG", 9: "DA CO KET QUA", 10: "DA TRA KET QUA"}
SPELLINGS = ("TRACUU {code}", "{code}", "tra cuu {lower}", "Tra cứu {code}", "HS {spaced}")
PATIENCE = 60.0


class Citizens:
    """`network`: motcua_client.sms.Network. Failures are lines of text."""

    def __init__(self, network, portal, seed):
        self._network = network
        self._portal = portal
        self._chance = random.Random(f"citizens-{seed}")
        self.counts = collections.Counter()
        self.failures = []

    def ask(self, lives, rows, count):
        """Some by the applicant, some by others: every state, and any spelling."""
        by_state = collections.defaultdict(list)
        for life in lives:
            if life.code in rows:
                by_state[rows[life.code]["state"]].append(life)
        asked = []
        while len(asked) < count and any(by_state.values()):
            for state in sorted(by_state):
                if by_state[state] and len(asked) < count:
                    asked.append(by_state[state].pop(self._chance.randrange(len(by_state[state]))))
        mark, waiting = self._network.mark(), {}
        for number, life in enumerate(asked):
            phone = life.phone if number % 2 else f"0938{self._chance.randrange(10 ** 6):06}"
            text = SPELLINGS[number % len(SPELLINGS)].format(
                code=life.code, lower=life.code.lower(), spaced=life.code.replace("-", " ").replace(".", " "))
            self._network.send(phone, text)
            self.counts["asked"] += 1
            waiting[phone] = (life.code, WORDS[rows[life.code]["state"]])
        self._await_answers(mark, waiting, "asked_answered")

    def rate(self, lives, rows, by_sms, by_portal):
        """Handed-over dossiers, each by one of the two ways; and one that is not handed over, which is refused."""
        done = [life for life in lives if rows.get(life.code, {}).get("state") == HANDED_OVER]
        chosen = self._chance.sample(done, min(len(done), by_sms + by_portal))
        mark, waiting = self._network.mark(), {}
        for life in chosen[:by_sms]:
            score = self._score()
            self._network.send(life.phone, f"DG {life.code} {score}")
            self.counts["rated_sms"] += 1
            waiting[life.phone] = (life.code, f"{score}/5")
        for life in chosen[by_sms:]:
            try:
                self._portal.rate(life.code, life.secret, self._score())
                self.counts["rated_portal"] += 1
            except (errors.Refused, errors.Unknown) as failure:
                self.failures.append(f"{life.code}: rating over REST: {failure}")
        early = next((life for life in lives if rows.get(life.code, {}).get("state") in (2, 4)), None)
        if early is not None:
            try:
                self._portal.rate(early.code, early.secret, 5)
                self.failures.append(f"{early.code}: rated before it was handed over")
            except errors.Refused:
                self.counts["rated_too_early"] += 1
        self._await_answers(mark, waiting, "rated_answered")

    def _score(self):
        return self._chance.choices((1, 2, 3, 4, 5), (3, 4, 10, 35, 48))[0]

    def _await_answers(self, mark, waiting, name):
        """`waiting`: {phone: (code, words)}; an answer names the code."""
        deadline = time.monotonic() + PATIENCE
        while waiting:
            for sms in self._network.received(mark):
                phone = "0" + sms.phone.removeprefix("+84")
                if phone in waiting and waiting[phone][0] in sms.text:
                    code, words = waiting.pop(phone)
                    self.counts[name] += 1
                    if words not in sms.text:
                        self.failures.append(f"{code}: a text was answered without {words}: {sms.text}")
            if waiting and time.monotonic() > deadline:
                self.failures += [f"{code}: a text from {phone[:4]}… was not answered"
                                  for phone, (code, _) in waiting.items()]
                return
            time.sleep(0.1)

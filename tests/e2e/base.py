"""The base of the end-to-end test cases: the running system, its province, and a desk, set by run.py."""

import datetime
import unittest

from desk import Desk, refusal

# The provinces' rules of 2026 are in force; the first working day common to all is searched for from here on.
BEGIN = datetime.date(2026, 9, 7)


class Given:
    """Set by run.py before the tests run."""

    system = None
    province = None
    seed = 0
    now = None  # business time goes forward only, over all tests

    @classmethod
    def begin(cls, system, province, seed):
        cls.system, cls.province, cls.seed = system, province, seed
        cls.now = province.opened(BEGIN)
        system.set_clock(cls.now)


class EndToEnd(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.system = Given.system
        self.province = Given.province
        self.desk = Desk(Given.system, Given.province, f"{Given.seed}-{self.id()}", Given.now)

    def tearDown(self):
        Given.now = max(Given.now, self.desk.now)

    def assert_refused(self, reason, call, /, *arguments, **named):
        """Refused with this stable reason (or one of several)."""
        refused = refusal(call, *arguments, **named)
        self.assertIn(refused.reason, (reason,) if isinstance(reason, str) else reason, refused)
        return refused

#!/usr/bin/python3
"""The checker of the fault runs finds each fault planted in a client's history."""

import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from checker import check_history, check_messages, check_portal, check_texts  # noqa: E402


def made(key, code, outcome="ok"):
    return {"client": "c", "operation": "ReceiveDossier", "key": key, "outcome": outcome, "code": code, "end": 1}


def seen(version, end, client="c"):
    return {"client": client, "operation": "GetStatus", "key": "", "outcome": "ok", "code": "A-1", "version": version,
            "end": end}


class Checker(unittest.TestCase):
    stores = {"A-1": "id1"}, {"id1": (1, 2)}

    def faults(self, *lines, stores=None):
        return check_history(list(lines), *(stores or self.stores))

    def test_right(self):
        self.assertEqual(self.faults(made("k", "A-1"), seen([1, 1], 2), seen([1, 2], 3)), [])

    def test_lost(self):
        self.assertEqual(len(self.faults(made("k", "A-1"), made("l", "A-2"))), 1)

    def test_unknown_may_or_may_not_exist(self):
        self.assertEqual(self.faults(made("k", "", "unknown")), [])
        self.assertEqual(self.faults(made("k", "", "unknown"), stores=({}, {})), [])

    def test_doubled(self):
        stores = {"A-1": "id1", "A-2": "id2"}, {}
        self.assertTrue(self.faults(made("k", "A-1"), stores=stores))
        self.assertTrue(self.faults(made("k", "A-1"), made("k", "A-2"), stores=stores))
        self.assertTrue(self.faults(made("k", "A-1"), made("l", "A-1")))

    def test_acknowledged_change_that_is_not_stored(self):
        line = {"client": "c", "operation": "ForwardDossier", "key": "f", "outcome": "ok", "code": "A-1",
                "version": [1, 3], "end": 1}
        self.assertEqual(len(self.faults(made("k", "A-1"), line)), 1)

    def test_backwards(self):
        self.assertEqual(len(self.faults(made("k", "A-1"), seen([1, 2], 2), seen([1, 1], 3))), 1)
        self.assertEqual(self.faults(made("k", "A-1"), seen([1, 2], 2), seen([1, 1], 3, "other")), [])

    def test_texts(self):
        self.assertEqual(check_texts([("1", "a"), ("1", "b"), ("2", "a")]), [])
        self.assertEqual(len(check_texts([("1", "a"), ("2", "a"), ("1", "a")])), 1)

    def test_texts_around_a_killed_bearerbox(self):
        again = [("1", "a"), ("2", "b"), ("1", "a")]
        self.assertEqual(check_texts(again, [2]), [])
        self.assertEqual(len(check_texts(again, [3])), 1, "twice before the kill")
        self.assertEqual(len(check_texts(again + [("1", "a")], [2])), 1, "three times")
        long = [("1", "a"), *((str(number), "x") for number in range(100)), ("1", "a")]
        self.assertEqual(len(check_texts(long, [101])), 1, "long before the kill")

    def test_messages(self):
        good = [(4, "a"), (7, "b"), (1, "held"), (6, "unknown, carried"), (6, "unknown")]
        carried = ["a", "unknown, carried"]
        self.assertEqual(check_messages(good, carried, False), [])
        self.assertEqual(check_messages([*good, (3, "c")], [*carried, "c"], True), [])
        for row, more, lost in (((3, "c"), ["c"], False), ((3, "c"), [], True), ((4, "c"), [], True),
                                ((7, "c"), ["c"], True), ((5, "c"), ["c"], True), ((2, "c"), [], True)):
            with self.subTest(row=row, more=more):
                self.assertEqual(len(check_messages([*good, row], carried + more, lost)), 1)
        self.assertEqual(len(check_messages(good, [*carried, "of nobody"], False)), 1)

    def test_portal(self):
        true = {"A-1": [2, 4, 9]}
        self.assertEqual(check_portal({"A-1": [2, 4, 9]}, true), [])
        for held in ({}, {"A-1": [2, 9, 4]}, {"A-1": [2, 4, 4, 9]}, {"A-1": [2, 4, 9], "A-2": [1]}):
            self.assertEqual(len(check_portal(held, true)), 1, held)


if __name__ == "__main__":
    unittest.main()

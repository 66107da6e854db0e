#!/usr/bin/python3
"""The recount finds faults: hand-made histories, each fault is planted once."""

import copy
import dataclasses
import datetime
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools" / "recount"))

from google.protobuf.timestamp_pb2 import Timestamp  # noqa: E402
from recounting import checks, delivery, events, figures, messages, transitions  # noqa: E402

BEGIN = datetime.datetime(2026, 9, 7, 1, 0, tzinfo=datetime.timezone.utc)
DUE = BEGIN + datetime.timedelta(days=3)
CODE, KEY = "X01.100-260907-0001", "X011002609070001"


def stamp(at):
    message = Timestamp()
    message.FromDatetime(at)
    return message


class Maker:
    """Makes the events of one dossier, correct by construction."""

    def __init__(self, dossier_id="d1", code=CODE):
        self.dossier_id, self.code = dossier_id, code
        self.intake, self.processing = [], []
        self.state, self.revision, self.at = 0, 0, BEGIN

    def add(self, owner, name, state, *, step=1, hours=1, due=None, end_reason=0, **more):
        rows = self.intake if owner == "intake" else self.processing
        self.at += datetime.timedelta(hours=hours)
        self.revision += step
        facts = {"dossier_id": self.dossier_id, "code": self.code,
                 "lookup_key": self.code.replace(".", "").replace("-", ""), "epoch": 1, "sequence": len(rows) + 1,
                 "intake_sequence": len(self.intake) if owner == "processing" else 0, "revision": self.revision,
                 "occurred_at": stamp(self.at), "state": state, "previous_state": self.state, "end_reason": end_reason,
                 "handling_agency": "X01.100"}
        if due:
            facts["due_at"] = stamp(due)
        kind = f"motcua.{owner}.events.v1.{name}"
        payload = messages.make(kind, facts=facts, **more).SerializeToString()
        rows.append(events.Event(f"{owner}-{self.dossier_id}-{len(rows)}", "dossier", self.dossier_id, len(rows) + 1,
                                 1, facts["intake_sequence"], kind, self.at, payload))
        self.state = state
        return self

    def whole(self):
        """Online, a supplement and a payment of two agencies at once, result, hand-over."""
        self.add("intake", "DossierFiled", 1).add("intake", "AcceptanceDelayed", 1, step=0)
        self.add("intake", "DossierAccepted", 2, due=DUE)
        self.add("processing", "DossierForwarded", 4, due=DUE, to_agencies=["X01.100"])
        self.add("processing", "PaymentRequested", 6, due=DUE, request_id="p")
        self.add("processing", "SupplementRequested", 5, due=DUE, request_id="s")
        self.add("processing", "SupplementSent", 5, due=DUE, request_id="s")
        self.add("processing", "SupplementConfirmed", 6, due=DUE, request_id="s")
        self.add("processing", "PaymentConfirmed", 4, due=DUE, request_id="p")
        self.add("processing", "DossierFinished", 9, due=DUE).add("processing", "ResultTransferred", 9, due=DUE)
        self.add("processing", "ResultConfirmed", 9, due=DUE)
        return self.add("processing", "ResultHandedOver", 10, due=DUE, hours=100)


def fold(maker):
    faults = []
    folded = transitions.fold(maker.intake, maker.processing, faults)
    return folded, faults


class Fold(unittest.TestCase):
    def test_whole_life_is_right(self):
        folded, faults = fold(Maker().whole())
        self.assertEqual(faults, [])
        dossier = folded["d1"]
        self.assertEqual((dossier.state, dossier.events, dossier.alerts, dossier.ended_late), (10, 13, 1, False))
        self.assertEqual(figures.timing(dossier, BEGIN), "ended_on_time")  # by 9, not by the late 10

    def test_every_edge_of_intake_and_its_end_reason(self):
        for path, reason in (([("SupplementRequested", 5)], 2), ([("PaymentRequested", 6)], 3), ([], 1)):
            maker = Maker().add("intake", "DossierFiled", 1)
            for name, state in path:
                maker.add("intake", name, state)
            maker.add("intake", "DossierNotAccepted", 3, end_reason=reason)
            self.assertEqual(fold(maker)[1], [])
            self.assertEqual(figures.timing(fold(maker)[0]["d1"], BEGIN), figures.NOT_RECEIVED)

    def test_wrong_end_reason(self):
        maker = Maker().add("intake", "DossierFiled", 1).add("intake", "DossierNotAccepted", 3, end_reason=4)
        self.assertEqual(len(fold(maker)[1]), 1)

    def test_edge_that_is_not_in_the_table(self):
        maker = Maker().add("intake", "DossierAccepted", 2).add("processing", "DossierFinished", 9)
        self.assertTrue(any("is not in the table" in fault for fault in fold(maker)[1]))

    def test_state_that_open_requests_contradict(self):
        maker = Maker().add("intake", "DossierAccepted", 2).add("processing", "DossierForwarded", 4)
        maker.add("processing", "SupplementRequested", 5, request_id="a")
        maker.add("processing", "SupplementRequested", 5, request_id="b")
        maker.add("processing", "SupplementConfirmed", 4, request_id="a")
        self.assertTrue(any("open requests" in fault for fault in fold(maker)[1]))

    def test_nothing_follows_an_end_or_an_acceptance(self):
        maker = Maker().add("intake", "DossierAccepted", 2).add("processing", "DossierForwarded", 4)
        maker.add("processing", "DossierWithdrawn", 7, end_reason=4)
        later = copy.deepcopy(maker).add("processing", "DossierWithdrawn", 7, end_reason=4)
        self.assertEqual(fold(maker)[1], [])
        self.assertTrue(any("nothing may follow" in fault for fault in fold(later)[1]))
        twice = Maker().add("intake", "DossierAccepted", 2).add("intake", "DossierAccepted", 2)
        self.assertTrue(any("accepted twice" in fault for fault in fold(twice)[1]))

    def test_gap_time_and_revision(self):
        maker = Maker().whole()
        del maker.processing[4]
        self.assertTrue(any("was to come" in fault for fault in fold(maker)[1]))
        backwards = Maker().add("intake", "DossierFiled", 1).add("intake", "SupplementRequested", 5, hours=-1)
        self.assertTrue(any("before its predecessor" in fault for fault in fold(backwards)[1]))
        unmoved = Maker().add("intake", "DossierFiled", 1).add("intake", "SupplementRequested", 5, step=0)
        self.assertTrue(any("revision" in fault for fault in fold(unmoved)[1]))

    def test_processing_without_acceptance(self):
        maker = Maker().add("intake", "DossierFiled", 1).add("processing", "DossierForwarded", 4)
        self.assertTrue(any("has not been accepted" in fault for fault in fold(maker)[1]))

    def test_late_and_never_late_while_waiting(self):
        late = Maker().add("intake", "DossierAccepted", 2, due=DUE).add("processing", "DossierForwarded", 4, due=DUE)
        waited = copy.deepcopy(late)
        late.add("processing", "DossierFinished", 9, due=DUE, hours=100)
        waited.add("processing", "SupplementRequested", 5, due=DUE, request_id="s")
        waited.add("processing", "DossierReturned", 3, due=DUE, hours=100, end_reason=2)
        self.assertEqual(figures.timing(fold(late)[0]["d1"], BEGIN), "ended_late")
        self.assertEqual(figures.timing(fold(waited)[0]["d1"], BEGIN), "ended_on_time")

    def test_open_ones_against_now(self):
        folded = fold(Maker().add("intake", "DossierAccepted", 2, due=DUE))[0]["d1"]
        self.assertEqual(figures.timing(folded, DUE), "in_time")
        self.assertEqual(figures.timing(folded, DUE + datetime.timedelta(seconds=1)), "overdue")


class Checks(unittest.TestCase):
    def setUp(self):
        maker = Maker().whole()
        self.folded, _ = fold(maker)
        dossier = self.folded["d1"]
        common = {"code": CODE, "lookup_key": KEY, "revision": dossier.revision}
        self.intake = events.Owner("intake", maker.intake, {"d1": {
            **common, "state": 2, "sequence": 3, "due_at": DUE, "accepted": True}}, BEGIN, {})
        self.processing = events.Owner("processing", maker.processing, {"d1": {
            **common, "state": 10, "sequence": 10, "due_at": DUE, "intake_sequence": 3, "paused": False,
            "columns": True, "queue": True}},
            BEGIN, {"d1": DUE})

    def faults(self):
        faults = []
        for owner in (self.intake, self.processing):
            checks.check_numbering(owner, faults)
        checks.check_codes(self.folded, faults)
        checks.check_tables(self.intake, self.processing, self.folded, faults)
        return faults

    def test_right(self):
        self.assertEqual(self.faults(), [])

    def test_due_date_printed_is_not_the_one_computed(self):
        self.processing.first_due["d1"] = DUE + datetime.timedelta(minutes=1)
        self.assertEqual(len(self.faults()), 1)

    def test_rows_that_differ_from_the_history(self):
        for owner, field, value in (("processing", "state", 9), ("processing", "due_at", BEGIN),
                                    ("processing", "paused", True), ("processing", "columns", False),
                                    ("processing", "queue", False), ("intake", "accepted", False),
                                    ("intake", "sequence", 2), ("processing", "intake_sequence", 2)):
            saved = dict(getattr(self, owner).dossiers["d1"])
            getattr(self, owner).dossiers["d1"][field] = value
            self.assertTrue(self.faults(), field)
            getattr(self, owner).dossiers["d1"] = saved

    def test_lost_dossier_and_doubled_code(self):
        self.folded["d2"] = dataclasses.replace(self.folded["d1"], dossier_id="d2")
        self.assertTrue(any("belongs to 2" in fault for fault in self.faults()))
        self.processing.dossiers.clear()
        self.assertTrue(any("processing does not have it" in fault for fault in self.faults()))

    def test_lost_event(self):
        del self.intake.events[1]
        self.assertTrue(self.faults())

    def test_delivery(self):
        rows = [(event.key, {"ce_id": event.event_id, "ce_type": event.type}, event.payload)
                for event in self.processing.events]

        def faults(found):
            result = []
            delivery.check("processing", self.processing.events, found, result)
            return result
        self.assertEqual(faults(rows), [])
        self.assertEqual(faults(rows + rows), [])  # repeated is allowed
        self.assertEqual(len(faults(rows[:-1])), 1)  # lost
        self.assertTrue(faults([rows[1], rows[0], *rows[2:]]))  # out of order
        self.assertTrue(faults([*rows, ("d1", {"ce_id": "none"}, b"")]))  # invented
        self.assertTrue(faults([(rows[0][0], rows[0][1], b"x"), *rows[1:]]))  # other bytes

    def test_compare_with_the_demo(self):
        expect = {"dossiers": {CODE: {"state": 10, "agency": "X01.100", "timing": "ended_on_time"}},
                  "figures": {"dossiers": 1, "by_state": {"10": 1}}}

        def faults():
            result = []
            figures.compare(expect, list(self.folded.values()), BEGIN, result)
            return result
        self.assertEqual(faults(), [])
        expect["dossiers"][CODE]["state"] = 9
        self.assertEqual(len(faults()), 1)
        expect["dossiers"] = {"X01.100-260907-0002": {}}
        self.assertEqual(len(faults()), 3)


if __name__ == "__main__":
    unittest.main()

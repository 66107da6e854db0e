#!/usr/bin/python3
"""Tests the checker: valid provinces pass, each planted fault is found by its reason.

    tests/contract/check_sample_test.py [--seeds N] [unittest's options]

Random provinces of seeds 1..N (200) come from tools/demo/random_province.py; no name or code of the sample is used.
"""

import copy
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests" / "contract"), str(TOP / "tools" / "demo")]

import check_sample  # noqa: E402
import random_province  # noqa: E402
from province_maker.files import write  # noqa: E402

seeds = 200


def check_files(files):
    """Reasons of the faults in these files."""
    with tempfile.TemporaryDirectory(prefix="motcua-province-") as directory:
        for path, document in files.items():
            write(pathlib.Path(directory) / path, document)
        _, report = check_sample.check(directory)
        return report


def reasons(files):
    return {fault.reason for fault in check_files(files).faults}


def of(files, folder):
    return [document for path, document in files.items() if path.startswith(folder)]


def find(documents, holds):
    return next(document for document in documents if holds(document))


def steps(workflow):
    return [step for stage in workflow["stages"] for step in stage["steps"]]


class Sound(unittest.TestCase):
    def test_sample(self):
        _, report = check_sample.check(TOP / "deploy" / "sample")
        self.assertEqual([str(fault) for fault in report.faults], [])
        self.assertGreater(report.passed, 0)

    def test_random_provinces(self):
        for seed in range(1, seeds + 1):
            with self.subTest(seed=seed):
                files = random_province.make(seed)
                self.assertEqual([str(fault) for fault in check_files(files).faults], [])
                self.assertEqual(files, random_province.make(seed))
                self.check_promised_cases(files)

    def check_promised_cases(self, files):
        procedures = of(files, "procedures/")
        self.assertTrue(5 <= len(procedures) <= 8)
        limits = [limit for procedure in procedures for limit in procedure.get("limits", [])]
        self.assertEqual({limit["unit"] for limit in limits},
                         {f"LIMIT_UNIT_{unit}" for unit in ("WORKING_DAY", "WORKING_HOUR", "CALENDAR_DAY", "SAME_DAY")})
        self.assertEqual({limit["supplement_policy"] for limit in limits},
                         {"SUPPLEMENT_POLICY_RESTART", "SUPPLEMENT_POLICY_PAUSE"})
        self.assertTrue(any(not procedure.get("limits") for procedure in procedures))
        for timing in ("BEFORE", "AFTER"):
            self.assertTrue(any(fee["timing"] == f"FEE_TIMING_{timing}_ACCEPTANCE" and fee["amount_vnd"] > 0
                                and "CHANNEL_ONLINE" in procedure["channels"]
                                for procedure in procedures for fee in procedure.get("fees", [])))
        self.assertTrue(any(len({step.get("agency_code", "") for step in stage["steps"]} - {""}) == 2
                            for workflow in of(files, "workflows/") for stage in workflow["stages"]))
        self.assertNotEqual(files["province.json"]["province"], "H19")


class Faults(unittest.TestCase):
    """Each test breaks one thing in a valid province."""

    @classmethod
    def setUpClass(cls):
        cls.sound = random_province.make(7)

    def setUp(self):
        self.files = copy.deepcopy(self.sound)
        self.agencies = self.files["agencies.json"]["agencies"]
        self.rules = self.files["rule-sets.json"]["rule_sets"]
        self.procedures = of(self.files, "procedures/")
        self.workflows = of(self.files, "workflows/")
        self.calendar = self.files["calendar.json"]

    def expect(self, reason):
        self.assertIn(reason, reasons(self.files))

    def commune(self):
        return find(self.agencies, lambda row: row["level"] == "AGENCY_LEVEL_COMMUNE" and "valid_to" not in row)

    def with_limit(self):
        return find(self.procedures, lambda procedure: procedure.get("limits"))

    def with_fee(self):
        return find(self.procedures, lambda procedure: any(fee["amount_vnd"] for fee in procedure["fees"]))

    def test_unknown_field(self):
        self.procedures[0]["colour"] = "red"
        self.expect("NOT_PARSED")

    def test_file_missing(self):
        del self.files["rule-sets.json"]
        self.expect("NOT_PARSED")

    def test_foreign_content(self):
        self.files["province.json"]["agencies"] = [self.agencies[0]]
        self.expect("FILE_CONTENT")

    def test_stray_file(self):
        self.files["notes.json"] = {}
        self.expect("FILE_UNKNOWN")

    def test_wrong_file_name(self):
        self.procedures[0]["code"] = "9.123456"
        self.assertLessEqual({"FILE_NAME", "CODE_INVALID", "WORKFLOW_OF_OTHER"}, reasons(self.files))

    def test_parent_unknown(self):
        self.commune()["parent"] = "H99.999"
        self.expect("PARENT_UNKNOWN")

    def test_parent_cycle(self):
        row = self.commune()
        row["parent"] = row["code"]
        self.expect("PARENT_CYCLE")

    def test_code_of_other_province(self):
        self.commune()["code"] = "A01.001"
        self.expect("CODE_INVALID")

    def test_codes_that_read_alike(self):
        row = copy.deepcopy(self.commune())
        row["code"] = row["code"][:-1] + "." + row["code"][-1]
        self.agencies.append(row)
        self.expect("CODE_AMBIGUOUS")

    def test_closed_commune_without_successor(self):
        del find(self.agencies, lambda row: "successor" in row)["successor"]
        self.expect("SUCCESSOR_MISSING")

    def test_open_district(self):
        del find(self.agencies, lambda row: row["level"] == "AGENCY_LEVEL_DISTRICT")["valid_to"]
        self.expect("DISTRICT_OPEN")

    def test_impossible_date(self):
        self.commune()["valid_from"] = "2025-02-30"
        self.expect("DATE_INVALID")

    def test_dates_reversed(self):
        self.procedures[0]["valid_to"] = "2023-12-31"
        self.expect("DATES_REVERSED")

    def test_partner_receives(self):
        find(self.agencies, lambda row: row["level"] == "AGENCY_LEVEL_PARTNER")["receives"] = True
        self.expect("CANNOT_RECEIVE")

    def test_gap_between_rule_sets(self):
        self.rules[1]["valid_from"] = "2025-07-02"
        self.expect("RULE_SETS_NOT_JOINED")

    def test_alert_after_limit(self):
        self.rules[0]["acceptance_alert_hours"] = self.rules[0]["acceptance_limit_hours"] + 1
        self.expect("RULE_VALUE_INVALID")

    def test_handling_agency_unknown(self):
        self.procedures[0].setdefault("handling_agencies", []).append("H99.999")
        self.expect("AGENCY_UNKNOWN")

    def test_nobody_competent(self):
        self.procedures[0].pop("handling_agencies", None)
        self.procedures[0]["handling_levels"] = ["AGENCY_LEVEL_RECEPTION_POINT"]
        self.expect("HANDLING_MISSING")

    def test_workflow_unknown(self):
        self.procedures[0]["workflow_id"] = "no-such-workflow"
        self.assertLessEqual({"WORKFLOW_UNKNOWN", "WORKFLOW_UNUSED"}, reasons(self.files))

    def test_part_twice(self):
        self.procedures[0]["parts"].append(copy.deepcopy(self.procedures[0]["parts"][0]))
        self.expect("PART_DUPLICATE")

    def test_optional_part_without_condition(self):
        del self.procedures[0]["parts"][0]["required"]
        self.expect("CONDITION_MISMATCH")

    def test_nothing_asked(self):
        for part in self.procedures[0]["parts"]:
            part.pop("required", None)
            part["condition_vi"] = "Khi cần"
        self.expect("PARTS_MISSING")

    def test_negative_fee(self):
        find(self.with_fee()["fees"], lambda fee: fee["amount_vnd"])["amount_vnd"] = -1
        self.expect("FEE_INVALID")

    def test_fee_never_reached(self):
        fees = self.with_fee()["fees"]
        fees.append({**fees[-1], "payer": "somebody"} if not fees[-1].get("payer") else copy.deepcopy(fees[-1]))
        self.expect("FEE_UNREACHABLE")

    def test_limit_without_value(self):
        limit = find([line for procedure in self.procedures for line in procedure.get("limits", [])],
                     lambda line: "value" in line)
        del limit["value"]
        self.expect("LIMIT_VALUE_INVALID")

    def test_channel_without_limit(self):
        procedure = find(self.procedures, lambda one: len(one["channels"]) == 3 and one.get("limits"))
        for limit in procedure["limits"]:
            limit["channels"] = ["CHANNEL_ONLINE"]
        self.expect("LIMIT_NOT_COVERING")

    def test_impossible_cut_off(self):
        self.with_limit()["limits"][-1]["cut_offs"] = [{"at": "25:00", "effect": "CUT_OFF_EFFECT_FORWARD_ONLY"}]
        self.expect("CUT_OFF_INVALID")

    def test_online_level_without_channel(self):
        procedure = find(self.procedures, lambda one: "CHANNEL_ONLINE" in one["channels"])
        del procedure["online_level"]
        self.expect("ONLINE_LEVEL_INVALID")

    def test_versions_overlap(self):
        procedure = copy.deepcopy(self.procedures[0])
        procedure["version"] += 1
        self.files[f"procedures/{procedure['code']}.v{procedure['version']}.json"] = procedure
        self.expect("VERSIONS_NOT_JOINED")

    def test_workflow_without_approval(self):
        del self.workflows[0]["approval_document"]
        self.expect("APPROVAL_MISSING")

    def test_workflow_without_work(self):
        workflow = self.workflows[0]
        workflow["stages"] = [workflow["stages"][0], workflow["stages"][-1]]
        self.expect("STAGES_INVALID")

    def test_two_receptions(self):
        stages = self.workflows[0]["stages"]
        stages[1]["steps"][0]["kind"] = "STEP_KIND_RECEPTION"
        self.expect("STEP_KIND_INVALID")

    def test_hand_over_elsewhere(self):
        self.workflows[0]["stages"][-1]["steps"][0]["agency"] = "STEP_AGENCY_HANDLING"
        self.expect("STEP_AGENCY_INVALID")

    def test_step_twice(self):
        for step in steps(self.workflows[0]):
            step["id"] = "same"
        self.expect("STEP_DUPLICATE")

    def test_same_agency_at_once(self):
        stage = find([stage for workflow in self.workflows for stage in workflow["stages"]],
                     lambda stage: len(stage["steps"]) == 2)
        stage["steps"][1]["agency_code"] = stage["steps"][0]["agency_code"]
        self.expect("STAGE_SAME_AGENCY")

    def test_named_agency_unknown(self):
        step = find([step for workflow in self.workflows for step in steps(workflow)], lambda one: "agency_code" in one)
        step["agency_code"] = "H99.999"
        self.expect("AGENCY_UNKNOWN")

    def test_named_agency_closed(self):
        step = find([step for workflow in self.workflows for step in steps(workflow)], lambda one: "agency_code" in one)
        step["agency_code"] = find(self.agencies, lambda row: "successor" in row)["code"]
        self.expect("AGENCY_CLOSED")

    def test_steps_longer_than_limit(self):
        workflow = self.files[f"workflows/{self.with_limit()['workflow_id']}.json"]
        workflow["stages"][1]["steps"][0]["hours"] = 9999
        self.expect("HOURS_OVER_LIMIT")

    def test_approved_steps_shorter_than_limit(self):
        workflow = self.files[f"workflows/{self.with_limit()['workflow_id']}.json"]
        workflow["source"] = {"verified": True, "document": "Quyết định"}
        for step in steps(workflow):
            step["hours"] = 0
        self.expect("HOURS_NOT_LIMIT")

    def test_verified_without_document(self):
        self.commune()["source"] = {"verified": True}
        self.expect("DOCUMENT_MISSING")

    def test_unverified_without_note(self):
        self.workflows[0]["source"] = {"verified": False}
        self.expect("NOTE_MISSING")

    def test_calendar_day_of_other_year(self):
        self.calendar["years"].remove(2026)
        self.expect("YEAR_NOT_LOADED")

    def test_calendar_makeup_on_weekday(self):
        find(self.calendar["days"], lambda day: day["kind"] == "compensation")["kind"] = "makeup_workday"
        self.expect("MAKEUP_ON_WEEKDAY")

    def test_calendar_hours_overlap(self):
        self.calendar["office_hours"].append(copy.deepcopy(self.calendar["office_hours"][0]))
        self.expect("OFFICE_HOURS_OVERLAP")

    def test_calendar_unknown_key(self):
        self.calendar["days"][0]["colour"] = "red"
        self.expect("KEYS_INVALID")


if __name__ == "__main__":
    if "--seeds" in sys.argv:
        at = sys.argv.index("--seeds")
        seeds = int(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    unittest.main()

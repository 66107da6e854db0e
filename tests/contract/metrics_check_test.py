#!/usr/bin/python3
"""metrics_list.py, metrics_scrape.py and alert_rules.py find faults: each fault is planted once."""

import copy
import sys
import pathlib
import tempfile
import unittest

sys.dont_write_bytecode = True

import metrics_list  # noqa: E402
import metrics_scrape  # noqa: E402
from metrics_check import listing, rules, sources  # noqa: E402

CODE = '''
      lag(registry.AddGauge("motcua_test_lag_events", "Waits, (not taken) yet.",
                            {"consumer"})),  // one (more)
      wait(registry.AddSeconds("motcua_test_wait_seconds", "Time.", {"executor", "kind"}).With({name})),
      tasks(registry.AddCallback(metrics::Kind::kCounter, "motcua_test_tasks_total", "Tasks.", {}, {},
                                 [this] { return Depth(1, 2); })) {}
'''


def metric(name, kind, *labels, programs=("intake",), lazy=False):
    return listing.Metric(name, kind, labels, tuple(programs), lazy)


def registered(name, kind, *labels, where="libs/test/src/test.cc:1"):
    return sources.Registered(where, name, kind, labels)


def faults_of(listed, found):
    return metrics_list.compare({row.name: row for row in listed}, found)


class Sources(unittest.TestCase):
    def test_reads_calls_over_several_lines(self):
        found = [(row.name, row.type, row.labels) for row in sources.in_text(CODE, "x.cc")]
        self.assertEqual(found, [("motcua_test_lag_events", "gauge", ("consumer",)),
                                 ("motcua_test_wait_seconds", "histogram", ("executor", "kind")),
                                 ("motcua_test_tasks_total", "counter", ())])

    def test_tells_the_line(self):
        self.assertEqual(next(sources.in_text(CODE, "x.cc")).where, "x.cc:2")

    def test_a_name_that_is_no_literal(self):
        found = list(sources.in_text('registry.AddGauge(kName, "Help.")', "x.cc"))
        self.assertEqual(len(faults_of([], found)), 1)


class List(unittest.TestCase):
    def test_right(self):
        self.assertEqual(faults_of([metric("m", "gauge", "a")], [registered("m", "gauge", "a")]), [])

    def test_not_listed(self):
        self.assertEqual(len(faults_of([], [registered("m", "gauge")])), 1)

    def test_not_registered(self):
        self.assertEqual(len(faults_of([metric("m", "gauge")], [])), 1)

    def test_other_type(self):
        self.assertEqual(len(faults_of([metric("m", "gauge")], [registered("m", "counter")])), 1)

    def test_other_labels(self):
        self.assertEqual(len(faults_of([metric("m", "gauge", "a")], [registered("m", "gauge", "b")])), 1)

    def test_second_place_with_other_labels(self):
        self.assertEqual(len(faults_of([metric("m", "gauge", "a")],
                                       [registered("m", "gauge", "a"), registered("m", "gauge")])), 1)

    def test_shown_by_another_program(self):
        self.assertEqual(len(faults_of([metric("m", "gauge", programs=("intake", "gateway"))],
                                       [registered("m", "gauge", where="services/gateway/app/a.cc:1")])), 1)

    def test_rows(self):
        good = {"name": "motcua_test_lag_events", "type": "gauge", "unit": "events", "labels": [], "programs": "all",
                "meaning": "It waits."}
        self.assertEqual(listing.check_row(good), [])
        for fault in ({"name": "test_lag_events"}, {"name": "motcua_lag"}, {"type": "summary"}, {"type": "counter"},
                      {"unit": "seconds"}, {"programs": ["nobody"]}, {"programs": "some"}, {"meaning": ""},
                      {"color": "red"}):
            with self.subTest(fault):
                self.assertEqual(len(listing.check_row(good | fault)), 1)


BUILD = 'motcua_build_info{service="intake",version="1"} 1'
INFO = "# TYPE motcua_build_info gauge"
LISTED = {row.name: row for row in (
    metric("motcua_build_info", "gauge", "service", "version"), metric("motcua_test_wait_seconds", "histogram", "kind"),
    metric("motcua_test_lazy_total", "counter", lazy=True))}
WAIT = ['# HELP motcua_test_wait_seconds Time.', '# TYPE motcua_test_wait_seconds histogram',
        'motcua_test_wait_seconds_count{kind="a \\"b\\", c"} 2', 'motcua_test_wait_seconds_sum{kind="a"} 0.5',
        'motcua_test_wait_seconds_bucket{kind="a",le="+Inf"} 2']


def scrape(*lines):
    return metrics_scrape.check("\n".join([INFO, *lines]) + "\n", LISTED)


class Scrape(unittest.TestCase):
    def test_right(self):
        self.assertEqual(scrape(BUILD, *WAIT), ("intake", []))

    def test_not_listed(self):
        self.assertEqual(len(scrape(BUILD, *WAIT, "# TYPE motcua_new_events gauge", "motcua_new_events 1")[1]), 1)

    def test_not_shown(self):
        self.assertEqual(len(scrape(BUILD)[1]), 1)

    def test_other_type(self):
        self.assertEqual(len(scrape(BUILD, *WAIT, "# TYPE motcua_test_lazy_total gauge", "motcua_test_lazy_total 1")[1]), 1)

    def test_other_labels(self):
        self.assertEqual(len(scrape(BUILD, *WAIT, 'motcua_test_wait_seconds_sum{other="a"} 0.5')[1]), 1)

    def test_of_another_program(self):
        self.assertEqual(len(scrape(BUILD.replace("intake", "gateway"))[1]), 1)

    def test_a_program_that_nobody_knows(self):
        self.assertIn("does not name one of our programs", scrape(BUILD.replace("intake", "nobody"))[1][0])

    def test_too_many_values(self):
        many = [f'motcua_test_wait_seconds_count{{kind="{number}"}} 1' for number in range(1001)]
        self.assertEqual(len(scrape(BUILD, *WAIT, *many)[1]), 1)

    def test_no_text_format(self):
        with self.assertRaises(ValueError):
            scrape("<html>")


RULES = {"a.yaml": {"groups": [{"name": "a", "rules": [{
    "alert": "MotcuaTest", "expr": "motcua_test_events > 0", "labels": {"severity": "page", "owner": "operations"},
    "annotations": {"summary_vi": "Có", "summary_en": "Yes", "runbook": "docs/runbooks/test.md"}}]}]}}
SERIES = 'motcua_test_events{job="motcua", service="intake", replica="intake-1", consumer="c"}'
TESTS = {"a.yaml": {"tests": [{"input_series": [{"series": SERIES, "values": "1"}], "alert_rule_test": [
    {"alertname": "MotcuaTest", "exp_alerts": [{"exp_labels": {}}]}, {"alertname": "MotcuaTest", "exp_alerts": []}]}]}}


class Rules(unittest.TestCase):
    def setUp(self):
        self.rules, self.tests = copy.deepcopy(RULES), copy.deepcopy(TESTS)
        self.rule = self.rules["a.yaml"]["groups"][0]["rules"][0]
        self.test = self.tests["a.yaml"]["tests"][0]

    def faults(self):
        metrics = {"motcua_test_events": metric("motcua_test_events", "gauge", "consumer")}
        with tempfile.TemporaryDirectory() as top:
            home = pathlib.Path(top) / "docs" / "runbooks"
            home.mkdir(parents=True)
            (home / "test.md").write_text("x")
            return rules.check(self.rules, self.tests, metrics, pathlib.Path(top))

    def test_right(self):
        self.assertEqual(self.faults(), [])

    def test_each_part_of_an_alert(self):
        for path, value in ((("labels", "severity"), "loud"), (("labels", "owner"), "nobody"),
                            (("annotations", "summary_vi"), " "), (("annotations", "runbook"), "docs/runbooks/none.md"),
                            (("annotations", "runbook"), "README.md"), (("alert",), "test"),
                            (("expr",), "motcua_gone_events > 0"), (("expr",), "vector(1)")):
            with self.subTest(path):
                self.setUp()
                part = self.rule
                for step in path[:-1]:
                    part = part[step]
                part[path[-1]] = value
                self.assertEqual(len(self.faults()), 1)

    def test_no_case_in_which_it_fires(self):
        del self.test["alert_rule_test"][0]
        self.assertEqual(len(self.faults()), 1)

    def test_no_case_in_which_it_does_not(self):
        del self.test["alert_rule_test"][1]
        self.assertEqual(len(self.faults()), 1)

    def test_quiet_because_nothing_is_there(self):
        quiet = self.test["alert_rule_test"].pop()
        self.tests["a.yaml"]["tests"].append({"input_series": [], "alert_rule_test": [quiet]})
        self.assertEqual(len(self.faults()), 1)

    def test_labels_that_no_scrape_has(self):
        for series in (SERIES.replace("consumer", "topic"), SERIES.replace(', consumer="c"', ""),
                       SERIES.replace(', replica="intake-1"', ""), SERIES.replace("test_events", "gone_events")):
            with self.subTest(series):
                self.test["input_series"][0]["series"] = series
                self.assertGreater(len(self.faults()), 0)

    def test_case_of_no_alert(self):
        self.test["alert_rule_test"].append({"alertname": "MotcuaNone", "exp_alerts": []})
        self.assertEqual(len(self.faults()), 1)


if __name__ == "__main__":
    unittest.main()

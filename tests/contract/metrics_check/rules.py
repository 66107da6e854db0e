"""deploy/prometheus/rules and their promtool tests, checked for what promtool does not check."""

import re

import yaml

SEVERITIES = ("page", "ticket")
OWNERS = ("operations",)
ANNOTATIONS = {"summary_vi", "summary_en", "runbook"}
METRIC = re.compile(r"\b(?:motcua|grpc_server|http_server)_[a-z0-9_]+\b")
SERIES = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)\{(.*)\}")
LABEL = re.compile(r'([a-z_]+)="')
# Labels added by the scrape, and the one metric made by Prometheus itself.
OF_THE_SCRAPE = {"job", "instance", "service", "replica"}
OF_PROMETHEUS = {"up"}


def documents(folder):
    return {file.name: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.yaml"))}


def alerts(rule_files):
    """(file, rule) of every alert."""
    for name, document in rule_files.items():
        for group in document["groups"]:
            for rule in group["rules"]:
                yield name, rule


def used(expression):
    """Names of our metrics in an expression, outside of matchers and strings."""
    return set(METRIC.findall(expression))


def check_alert(rule, metrics, top):
    """The faults of a single alert."""
    faults = []
    if not re.fullmatch(r"Motcua[A-Z][A-Za-z]+", rule.get("alert", "")):
        faults.append("a rule is an alert named Motcua...")
    labels, annotations = rule.get("labels", {}), rule.get("annotations", {})
    if labels.get("severity") not in SEVERITIES or labels.get("owner") not in OWNERS:
        faults.append(f"it has a severity of {SEVERITIES} and an owner of {OWNERS}")
    if set(annotations) != ANNOTATIONS or not all(str(text).strip() for text in annotations.values()):
        faults.append(f"it has the annotations {sorted(ANNOTATIONS)}")
    runbook = str(annotations.get("runbook", ""))
    if not runbook.startswith("docs/runbooks/") or not (top / runbook).is_file():
        faults.append(f"its runbook {runbook!r} does not exist")
    series = {name for metric in metrics.values() for name in metric.series()}
    for name in sorted(used(rule.get("expr", "")) - series):
        faults.append(f"{name} is not in deploy/prometheus/metrics.yaml")
    if not used(rule.get("expr", "")) and "up{" not in rule.get("expr", ""):
        faults.append("it uses none of our metrics")
    return faults


def check_inputs(tests, metrics):
    """Test series must have the labels of real ones; otherwise the tested expression might never fire in reality."""
    series = {name: metric for metric in metrics.values() for name in metric.series()}
    for file, document in tests.items():
        for row in (row for test in document["tests"] for row in test["input_series"]):
            parsed = SERIES.fullmatch(row["series"])
            name, labels = (parsed.group(1), set(LABEL.findall(parsed.group(2)))) if parsed else (row["series"], set())
            if name in OF_PROMETHEUS:
                wanted = set()
            elif name in series:
                wanted = set(series[name].labels) | ({"le"} if name.endswith("_bucket") else set())
            else:
                yield f"tests/{file}: {name} is not in deploy/prometheus/metrics.yaml"
                continue
            if labels - OF_THE_SCRAPE != wanted - OF_THE_SCRAPE or not {"job", "service", "replica"} <= labels:
                yield f"tests/{file}: {row['series']} has other labels than a scrape of it"


def check_cases(rule_files, tests):
    """Each alert fires in one case and does not fire in another with its metrics present."""
    names = {rule["alert"]: used(rule["expr"]) | ({"up"} if "up{" in rule["expr"] else set())
             for _, rule in alerts(rule_files)}
    fires, quiet = set(), set()
    for file, document in tests.items():
        for test in document["tests"]:
            there = {row["series"].partition("{")[0] for row in test["input_series"]}
            for case in test["alert_rule_test"]:
                name = case["alertname"]
                if name not in names:
                    yield f"tests/{file}: no alert is called {name}"
                elif case.get("exp_alerts"):
                    fires.add(name)
                elif there & names[name]:
                    quiet.add(name)
    for name in names:
        if name not in fires:
            yield f"{name}: no test in which it fires"
        if name not in quiet:
            yield f"{name}: no test in which its metrics are there and it does not fire"


def check(rule_files, tests, metrics, top):
    faults, seen = [], set()
    for file, rule in alerts(rule_files):
        faults += [f"rules/{file}: {rule.get('alert')}: {text}" for text in check_alert(rule, metrics, top)]
        if rule.get("alert") in seen:
            faults.append(f"rules/{file}: {rule['alert']} is there twice")
        seen.add(rule.get("alert"))
    if faults:
        return faults
    return [*check_inputs(tests, metrics), *check_cases(rule_files, tests)]

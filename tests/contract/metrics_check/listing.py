"""deploy/prometheus/metrics.yaml: the list, and whether it is well formed."""

import dataclasses
import pathlib
import re

import yaml

TOP = pathlib.Path(__file__).resolve().parents[3]
FILE = TOP / "deploy" / "prometheus" / "metrics.yaml"
PROGRAMS = ("intake", "processing", "notification", "feedback", "reporting", "gateway", "portalsync")
STATEFUL = tuple(program for program in PROGRAMS if program != "gateway")
TYPES = ("counter", "gauge", "histogram")
DE_FACTO = re.compile(r"(grpc|http)_server_[a-z_]+")
OURS = re.compile(r"motcua(_[a-z0-9]+){2,}")
KEYS = {"name", "type", "unit", "labels", "programs", "meaning"}


@dataclasses.dataclass(frozen=True)
class Metric:
    name: str
    type: str
    labels: tuple
    programs: tuple
    lazy: bool

    def series(self):
        """Its names in Prometheus."""
        return [self.name + end for end in ("_bucket", "_sum", "_count")] if self.type == "histogram" else [self.name]


def programs_of(said):
    named = {"all": PROGRAMS, "stateful": STATEFUL}
    if isinstance(said, list):
        return tuple(said)
    return named.get(said, ())


def check_row(row):
    """The faults of one row, as texts."""
    missing = KEYS - set(row)
    if missing or set(row) - KEYS - {"lazy"}:
        return [f"it has the keys {sorted(KEYS)} and perhaps lazy"]
    faults = []
    if not (OURS.fullmatch(row["name"]) or DE_FACTO.fullmatch(row["name"])):
        faults.append("a name is motcua_<area>_<what>_<unit>, or one that all the world uses")
    if row["type"] not in TYPES:
        faults.append(f"a type is one of {TYPES}")
    if (row["type"] == "counter") != row["name"].endswith("_total"):
        faults.append("the names of counters, and no others, must end in _total")
    if row["unit"] in ("seconds", "bytes") and not row["name"].removesuffix("_total").endswith("_" + row["unit"]):
        faults.append(f"the name of a metric in {row['unit']} says so")
    if not set(programs_of(row["programs"])) or set(programs_of(row["programs"])) - set(PROGRAMS):
        faults.append("programs is all, stateful, or names of programs")
    if not str(row["meaning"]).strip().endswith("."):
        faults.append("meaning is a sentence")
    return faults


def read(file=FILE):
    """({name: Metric}, faults)."""
    metrics, faults = {}, []
    for row in yaml.safe_load(file.read_text(encoding="utf-8"))["metrics"]:
        wrong = check_row(row)
        if row.get("name") in metrics:
            wrong.append("it is listed twice")
        faults += [f"{row.get('name')}: {text}" for text in wrong]
        if not wrong:
            metrics[row["name"]] = Metric(row["name"], row["type"], tuple(row["labels"]),
                                          programs_of(row["programs"]), row.get("lazy", False))
    return metrics, faults

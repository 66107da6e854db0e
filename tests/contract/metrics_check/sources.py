"""What the sources register: calls of metrics::Registry found in the text of libs/ and services/."""

import dataclasses
import re

CALL = re.compile(r"\b(AddCounter|AddGauge|AddSeconds|AddHistogram|AddCallback)\s*\(")
TYPE = {"AddCounter": "counter", "AddGauge": "gauge", "AddSeconds": "histogram", "AddHistogram": "histogram"}
CALLBACK_KIND = {"kCounter": "counter", "kGauge": "gauge"}
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|[()\[\]{},]')
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
# The registry itself only passes on its arguments.
OUTSIDE = ("libs/metrics/src/registry.cc", "libs/metrics/include/motcua/metrics/registry.h")


@dataclasses.dataclass(frozen=True)
class Registered:
    where: str  # path:line
    name: str  # empty: not a literal
    type: str
    labels: tuple


def arguments(text, begin):
    """The texts of a call's arguments; `begin` is after its opening parenthesis."""
    found, start, depth = [], begin, 0
    for token in TOKEN.finditer(text, begin):
        kind = token.group()
        if kind in "([{":
            depth += 1
        elif kind in ")]}":
            if depth == 0:
                return [*found, text[start:token.start()]]
            depth -= 1
        elif kind == "," and depth == 0:
            found.append(text[start:token.start()])
            start = token.end()
    return found


def in_text(text, path):
    for call in CALL.finditer(text):
        given = arguments(text, call.end())
        kind = TYPE.get(call.group(1)) or CALLBACK_KIND.get(given.pop(0).strip().rpartition(":")[2], "")
        name = LITERAL.fullmatch(given[0].strip())
        labels = LITERAL.findall(given[2]) if len(given) > 2 else []
        line = text.count("\n", 0, call.start()) + 1
        yield Registered(f"{path}:{line}", name.group(1) if name else "", kind, tuple(labels))


def everything(top):
    for room in ("libs", "services"):
        for file in sorted((top / room).rglob("*")):
            path = file.relative_to(top)
            if file.suffix in (".cc", ".h") and "tests" not in path.parts and str(path) not in OUTSIDE:
                yield from in_text(file.read_text(encoding="utf-8"), str(path))

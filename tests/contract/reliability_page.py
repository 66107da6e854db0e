#!/usr/bin/python3
"""docs/reliability.md names existing tests and alerts, names every alert, and its links are valid.

    tests/contract/reliability_page.py
"""

import re
import sys

sys.dont_write_bytecode = True

from metrics_check import listing, rules  # noqa: E402

TOP = listing.TOP
PAGE = TOP / "docs" / "reliability.md"
TEST = re.compile(r"`([A-Z]\w+)\.(\w+)`")
LINK = re.compile(r"\]\(([^)#]+)\)")
GOOGLE = re.compile(r"^TEST(?:_F|_P)?\((\w+), (\w+)\)", re.MULTILINE)


def tests():
    """(suite, test) of everything under libs/, services/, tools/ and tests/."""
    for room in ("libs", "services", "tools"):
        for file in (TOP / room).rglob("*_test.cc"):
            yield from GOOGLE.findall(file.read_text(encoding="utf-8"))
    for room in ("tests", "tools"):
        for file in (TOP / room).rglob("*_test.py"):
            suite = ""
            for kind, name in re.findall(r"^(class|    def) (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE):
                suite = name if kind == "class" else suite
                yield suite, name


def main():
    text = PAGE.read_text(encoding="utf-8")
    known, named = set(tests()), TEST.findall(text)
    faults = [f"{suite}.{name}: no such test" for suite, name in named if (suite, name) not in known]
    alerts = {rule["alert"] for _, rule in rules.alerts(rules.documents(TOP / "deploy" / "prometheus" / "rules"))}
    mentioned = set(re.findall(r"`(Motcua\w+)`", text))
    faults += [f"{alert}: no such alert" for alert in sorted(mentioned - alerts)]
    faults += [f"{alert}: not on the page" for alert in sorted(alerts - mentioned)]
    faults += [f"{link}: no such file" for link in set(LINK.findall(text)) if not (PAGE.parent / link).is_file()]
    print("\n".join(faults))
    print(f"reliability page: {len(named)} tests, {len(mentioned)} alerts, {len(faults)} faults")
    return 1 if faults or not named else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""The alerts: promtool checks and tests the rules; each has an owner, a severity, summaries in both languages, an
existing runbook, existing metrics, a case in which it fires and one in which it does not (R7.4). Runbooks: each is
named by
an alert or by the README beside them, and begins in Vietnamese.

    tests/contract/alert_rules.py
"""

import re
import subprocess
import sys

sys.dont_write_bytecode = True

from metrics_check import listing, rules  # noqa: E402

HOME = listing.TOP / "deploy" / "prometheus"
RUNBOOKS = listing.TOP / "docs" / "runbooks"
HEADINGS = ["Meaning", "What people notice", "Check", "Fix", "Verify", "Prevent"]
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ]|[\u1ea0-\u1ef9]")


def promtool(*words):
    """Faults reported by Prometheus's tool."""
    done = subprocess.run(["promtool", *map(str, words)], capture_output=True, text=True, check=False)
    print(done.stdout.strip())
    return [] if done.returncode == 0 else [f"promtool {words[0]} {words[1]}: {done.stdout}{done.stderr}"]


def check_runbooks(rule_files):
    named = {rule["annotations"]["runbook"] for _, rule in rules.alerts(rule_files)}
    index = (RUNBOOKS / "README.md").read_text(encoding="utf-8")
    for page in sorted(RUNBOOKS.glob("*.md")):
        if page.name == "README.md":
            continue
        text = page.read_text(encoding="utf-8")
        path = str(page.relative_to(listing.TOP))
        if re.findall(r"^## (.+)$", text, re.MULTILINE) != HEADINGS:
            yield f"{path}: its headings are {HEADINGS}"
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        if not lines or not VIETNAMESE.search(lines[0]):
            yield f"{path}: it begins with a summary in Vietnamese"
        if f"({page.name})" not in index:
            yield f"{path}: README.md beside it does not link it"
        alerts = [rule["alert"] for _, rule in rules.alerts(rule_files) if rule["annotations"]["runbook"] == path]
        for alert in alerts:
            if f"`{alert}`" not in text:
                yield f"{path}: it does not name its alert {alert}"
        for alert in set(re.findall(r"`(Motcua[A-Za-z]+)`", text)):
            if alert not in {rule["alert"] for _, rule in rules.alerts(rule_files)}:
                yield f"{path}: no alert is called {alert}"
        if path not in named and "no alert" not in text:
            yield f"{path}: no alert links it, and it does not say so"


def main():
    rule_files, tests = rules.documents(HOME / "rules"), rules.documents(HOME / "tests")
    metrics, faults = listing.read()
    faults += promtool("check", "rules", *sorted((HOME / "rules").glob("*.yaml")))
    faults += promtool("test", "rules", *sorted((HOME / "tests").glob("*.yaml")))
    faults += rules.check(rule_files, tests, metrics, listing.TOP)
    faults += check_runbooks(rule_files)
    print("\n".join(faults))
    count = len(list(rules.alerts(rule_files)))
    print(f"alert rules: {count} alerts, {len(faults)} faults")
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())

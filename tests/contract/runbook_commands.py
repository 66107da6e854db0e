#!/usr/bin/python3
"""The commands of docs/runbooks are valid: every motcuactl verb and tool exists, every PromQL expression parses and
uses listed metrics, every SQL statement can be planned in a database with the migrations of its program.

    tests/contract/runbook_commands.py           all but SQL
    tests/contract/runbook_commands.py --sql     SQL only; needs MOTCUA_STACK_POSTGRES_ADMIN_DSN (tools/stack up)
"""

import os
import re
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit, urlunsplit

sys.dont_write_bytecode = True

import yaml  # noqa: E402

from metrics_check import listing, rules  # noqa: E402

TOP = listing.TOP
PAGES = sorted((TOP / "docs" / "runbooks").glob("*.md"))
QUERY = re.compile(r"promtool query instant \"\$PROMETHEUS\" '([^']+)'")
VERB = re.compile(r"(?:^|`|    )motcuactl ([a-z-]+)", re.MULTILINE)
TOOL = re.compile(r"\b((?:tools|tests)/[a-z_/]+(?:\.py|\.sh)?)\b")
PSQL = re.compile(r'psql -X "\$\(dsn ([a-z]+)\)" -c (?:"([^"]+)"|\'([^\']+)\')')


def texts():
    return {page.name: page.read_text(encoding="utf-8") for page in PAGES}


def check_queries():
    metrics, _ = listing.read()
    series = {name for metric in metrics.values() for name in metric.series()}
    found = [(page, query) for page, text in texts().items() for query in QUERY.findall(text)]
    for page, query in found:
        for name in sorted(rules.used(query) - series):
            yield f"{page}: {name} is not one of our metrics"
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump({"groups": [{"name": "runbooks", "rules": [
            {"record": f"runbook:{number}", "expr": query} for number, (_, query) in enumerate(found)]}]}, file)
        file.flush()
        done = subprocess.run(["promtool", "check", "rules", file.name], capture_output=True, text=True, check=False)
        if done.returncode:
            yield f"promtool does not read an expression: {done.stderr or done.stdout}"
    print(f"runbooks: {len(found)} expressions")


def check_words():
    sources = "".join(file.read_text(encoding="utf-8") for file in (TOP / "tools" / "ctl" / "verbs").glob("*.cc"))
    for page, text in texts().items():
        for verb in sorted(set(VERB.findall(text))):
            if f'"{verb}' not in sources:
                yield f"{page}: motcuactl has no verb {verb}"
        for tool in sorted(set(TOOL.findall(text))):
            if not (TOP / tool).exists():
                yield f"{page}: {tool} does not exist"


def change_files(service):
    home = TOP / "services" / service / "db"
    lines = (home / "sqitch.plan").read_text(encoding="utf-8").splitlines()
    return [home / "deploy" / f"{line.split()[0]}.sql" for line in lines if line and not line.startswith(("%", "@", "#"))]


def check_sql():
    """Each statement is planned on a fresh database of its program."""
    admin = os.environ.get("MOTCUA_STACK_POSTGRES_ADMIN_DSN", "")
    if not admin:
        yield "MOTCUA_STACK_POSTGRES_ADMIN_DSN is not set: start the servers with tools/stack up and source its env"
        return
    statements = {}
    for page, text in texts().items():
        for service, double, single in PSQL.findall(text):
            statements.setdefault(service, []).append((page, double or single))
    for service, found in sorted(statements.items()):
        if not (TOP / "services" / service / "db" / "sqitch.plan").is_file():
            yield f"{found[0][0]}: services/{service} has no database"
            continue
        name = f"motcua_runbooks_{os.getpid()}_{service}"
        own = urlunsplit(urlsplit(admin)._replace(path=f"/{name}"))
        psql(admin, "-c", f"CREATE DATABASE {name}")
        try:
            for file in change_files(service):
                psql(own, "-f", file)
            for page, statement in found:
                done = psql(own, "-c", f"EXPLAIN {statement}", check=False)
                if done.returncode:
                    yield f"{page}: {service} does not understand {statement!r}: {done.stderr.strip()}"
        finally:
            psql(admin, "-c", f"DROP DATABASE {name} WITH (FORCE)")
    print(f"runbooks: {sum(map(len, statements.values()))} statements in {len(statements)} databases")


def psql(dsn, *words, check=True):
    return subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", dsn, *words], capture_output=True, text=True,
                          check=check)


def main():
    faults = list(check_sql()) if "--sql" in sys.argv[1:] else [*check_queries(), *check_words()]
    print("\n".join(faults))
    print(f"runbooks: {len(PAGES)} pages, {len(faults)} faults")
    return 1 if faults or not PAGES else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""Checks that the imports of Python tools are installed for their purpose (tools/packages); otherwise the first run
would end in a traceback.

Follows the imports of each entry point through our files, including those inside functions.
"""

import ast
import pathlib
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
# Entry points and the purposes that tools/install was run for when they start.
ENTRIES = {
    "tools/dev/program_table.py": ("run",),
    "tools/demo/play.py": ("run",),
    "tools/recount/recount.py": ("run",),
    "tools/recount/form06a.py": ("run",),
    "tools/portal_simulator/simulator.py": ("run",),
    "tests/support/motcua_client/sms.py": ("run",),  # tools/dev/text.sh
    "tools/bench/run.py": ("build", "run", "bench"),
    "tests/e2e/run.py": ("build", "run", "test"),
    "tests/faults/kills.py": ("build", "run", "test"),
}
SHARED = ("tests/support", "tools/dev", "tools/recount", "tools/demo", "tests/e2e", "tests/faults")
PACKAGES = {
    "confluent_kafka": "python3-confluent-kafka",
    "google": "python3-protobuf",
    "grpc": "python3-grpcio",
    "jsonschema": "python3-jsonschema",
    "openpyxl": "python3-openpyxl",
    "psycopg2": "python3-psycopg2",
    "yaml": "python3-yaml",
}


def imported(file):
    """Dotted names that a file imports, relative ones resolved to a path in its own package."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(filter(None, [file.parent.name if node.level else "", node.module or ""]))
            yield from (f"{base}.{alias.name}" for alias in node.names)


def our_files(name, near):
    """The files of ours that an import runs; empty if it is not ours."""
    parts = name.split(".")
    for folder in (near, near.parent, *(TOP / shared for shared in SHARED)):
        found = [file for length in range(1, len(parts) + 1)
                 for file in (folder.joinpath(*parts[:length]).with_suffix(".py"),
                              folder.joinpath(*parts[:length]) / "__init__.py") if file.is_file()]
        if found:
            return found
    return []


def foreign(entry):
    """The third-party modules that an entry point needs, each with a file that imports it."""
    waiting, seen, found = [TOP / entry], set(), {}
    while waiting:
        file = waiting.pop()
        if file in seen:
            continue
        seen.add(file)
        for name in imported(file):
            ours = our_files(name, file.parent)
            waiting += ours
            root = name.partition(".")[0]
            if not ours and root not in sys.stdlib_module_names:
                found.setdefault(root, file.relative_to(TOP))
    return found


def listed(purpose):
    lines = (TOP / "tools" / "packages" / f"{purpose}.txt").read_text(encoding="utf-8").splitlines()
    return {line.split("#")[0].split()[0] for line in lines if line.split("#")[0].strip()}


def main():
    faults = []
    for entry, purposes in ENTRIES.items():
        installed = set().union(*map(listed, purposes))
        for module, file in sorted(foreign(entry).items()):
            if module not in PACKAGES:
                faults.append(f"{file} imports {module}: say in {pathlib.Path(__file__).name} which package brings it")
            elif PACKAGES[module] not in installed:
                faults.append(f"{entry} imports {module} ({file}): {PACKAGES[module]} is not in tools/packages/"
                              f"{' or '.join(purposes)}.txt")
    print("\n".join(faults) or f"imports: {len(ENTRIES)} entry points")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

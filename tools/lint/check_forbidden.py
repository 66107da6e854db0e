#!/usr/bin/env python3
"""Checks for the patterns in forbidden.toml. Prints each match with what to do instead and exits non-zero.

    tools/lint/check_forbidden.py [root]
"""
import pathlib
import re
import sys

try:
    import tomllib
except ModuleNotFoundError:  # Python before 3.11
    import tomli as tomllib

SUFFIXES = {".cc", ".h", ".proto", ".sql", ".sh", ".py"}


def files(root, pattern):
    for base in sorted(root.glob(pattern)):
        candidates = [base] if base.is_file() else sorted(base.rglob("*"))
        for path in candidates:
            if path.suffix in SUFFIXES and path.is_file() and "node_modules" not in path.parts:
                yield path


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    rules = tomllib.loads((root / "tools/lint/forbidden.toml").read_text(encoding="utf-8"))["rule"]
    found = 0
    looked_at = set()
    for rule in rules:
        pattern = re.compile(rule["pattern"])
        for path in sorted({path for glob in rule["paths"] for path in files(root, glob)}):
            looked_at.add(path)
            name = path.relative_to(root).as_posix()
            if any(name.startswith(prefix) for prefix in rule["allow"]):
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if pattern.search(line):
                    found += 1
                    print(f"{name}:{number}: {line.strip()[:100]}\n    instead: {rule['instead']}")
    print(f"forbidden: {len(looked_at)} files, {len(rules)} rules, {found} finds")
    return 1 if found or not looked_at else 0


if __name__ == "__main__":
    sys.exit(main())

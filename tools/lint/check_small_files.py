#!/usr/bin/env python3
"""A file under 25 lines needs a reason to exist alone (CONTRIBUTING.md, 5). Prints the files without one and exits
non-zero.

    tools/lint/check_small_files.py [root]

Counts a header and its .cc together, in libs/, services/ and tools/, without tests. The other reasons are listed in
small_files.toml; a reason whose file is gone, or has grown, is a fault too.
"""
import collections
import pathlib
import re
import sys

try:
    import tomllib
except ModuleNotFoundError:  # Python before 3.11
    import tomli as tomllib

LEAST = 25
# A library's header and its .cc are in different folders: libs/<lib>/include/motcua/<lib>/x.h and libs/<lib>/src/x.cc.
PUBLIC = re.compile(r"^(libs/.+)/include/motcua/[^/]+/")


def units(root):
    """{path without suffix: (lines, one of its files)}."""
    lines, name = collections.Counter(), {}
    for top in ("libs", "services", "tools"):
        for path in sorted((root / top).rglob("*")):
            relative = path.relative_to(root)
            if path.suffix not in (".h", ".cc") or "tests" in relative.parts or "node_modules" in relative.parts:
                continue
            unit = PUBLIC.sub(r"\1/src/", relative.with_suffix("").as_posix())
            lines[unit] += len(path.read_text(encoding="utf-8").splitlines())
            name.setdefault(unit, relative.as_posix())
    return {unit: (count, name[unit]) for unit, count in lines.items()}


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    reasons = tomllib.loads((root / "tools/lint/small_files.toml").read_text(encoding="utf-8"))["reasons"]
    found = units(root)
    small = {name for count, name in found.values() if count < LEAST and pathlib.PurePath(name).name != "main.cc"}
    faults = [f"{name}: under {LEAST} lines; merge it, or give a reason in tools/lint/small_files.toml"
              for name in sorted(small - reasons.keys())]
    faults += [f"tools/lint/small_files.toml: {name} is not a file under {LEAST} lines"
               for name in sorted(reasons.keys() - small)]
    print("\n".join(faults))
    print(f"small files: {len(found)} units, {len(small)} with a reason, {len(faults)} faults")
    return 1 if faults or not found else 0


if __name__ == "__main__":
    sys.exit(main())

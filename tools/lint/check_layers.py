#!/usr/bin/env python3
"""Compares every #include below libs/ and services/ with layers.toml. Prints violations and exits non-zero.

    tools/lint/check_layers.py [root]
"""
import pathlib
import re
import sys

try:
    import tomllib
except ModuleNotFoundError:  # Python before 3.11
    import tomli as tomllib

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')


def included(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match.group(1)


def is_generated(name, rules):
    return any(name.endswith(suffix) for suffix in rules["generated"]["suffixes"])


def allowed(name, names):
    return "*" in names or name in names


def check_library(root, rules, faults):
    checked = 0
    for folder in sorted((root / "libs").iterdir()):
        if not folder.is_dir():
            continue
        lib = folder.name
        if lib not in rules["libs"]:
            faults.append(f"libs/{lib}: not in tools/lint/layers.toml")
            continue
        may = rules["libs"][lib] + [lib]
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".h", ".cc") or "tests" in path.relative_to(folder).parts:
                continue
            checked += 1
            for number, name in included(path):
                where = f"{path.relative_to(root)}:{number}"
                if is_generated(name, rules):
                    if not allowed("proto", may):
                        faults.append(f"{where}: libs/{lib} sees no generated code ({name})")
                    elif re.match(r"motcua/(intake|processing|gateway)/(?!events/)", name):
                        faults.append(f"{where}: of a service's protos a library sees events only ({name})")
                elif name.startswith("motcua/"):
                    other = name.split("/")[1]
                    if not allowed(other, may):
                        faults.append(f"{where}: libs/{lib} may not include libs/{other}")
    return checked


def check_services(root, rules, faults):
    checked = 0
    for service in sorted((root / "services").iterdir()):
        if not service.is_dir():
            continue
        for path in sorted(service.rglob("*")):
            if path.suffix not in (".h", ".cc"):
                continue
            folder = path.relative_to(service).parts[0]
            if folder == "main.cc":
                continue
            checked += 1
            if folder not in rules["services"]:
                faults.append(f"{path.relative_to(root)}: services/*/{folder} is not in tools/lint/layers.toml")
                continue
            rule = rules["services"][folder]
            for number, name in included(path):
                where = f"{path.relative_to(root)}:{number}"
                if is_generated(name, rules):
                    if "*" not in rule["libs"]:
                        faults.append(f"{where}: {folder} sees no generated code ({name})")
                elif name.startswith("motcua/"):
                    other = name.split("/")[1]
                    if not allowed(other, rule["libs"]):
                        faults.append(f"{where}: {folder} may not include libs/{other}")
                elif "/" in name:
                    other = name.split("/")[0]
                    if other != folder and not allowed(other, rule["folders"]):
                        faults.append(f"{where}: {folder} may not include {other}")
    return checked


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    rules = tomllib.loads((root / "tools/lint/layers.toml").read_text(encoding="utf-8"))
    faults = []
    checked = check_library(root, rules, faults) + check_services(root, rules, faults)
    print("\n".join(faults))
    print(f"layers: {checked} files, {len(faults)} faults")
    return 1 if faults or not checked else 0


if __name__ == "__main__":
    sys.exit(main())

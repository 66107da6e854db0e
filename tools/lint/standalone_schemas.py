#!/usr/bin/python3
"""Converts a folder with Kubernetes's _definitions.json to one with a self-contained schema per kind, which kubeconform
can read offline.

    tools/lint/standalone_schemas.py SOURCE TARGET
"""

import json
import pathlib
import re
import sys

REFERENCE = re.compile(r'"#/definitions/([^"]+)"')


def needed(definitions, name):
    """The definitions reachable from one, including itself."""
    seen, waiting = set(), [name]
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting += REFERENCE.findall(json.dumps(definitions[at]))
    return {each: definitions[each] for each in sorted(seen)}


def main():
    source, target = map(pathlib.Path, sys.argv[1:])
    text = (source / "_definitions.json").read_text(encoding="utf-8")
    definitions = json.loads(text.replace('"#/$defs/', '"#/definitions/'))["$defs"]
    target.mkdir(parents=True, exist_ok=True)
    for name, definition in definitions.items():
        kinds = definition.get("x-kubernetes-group-version-kind", [])
        if len(kinds) == 1:  # more: an options type that every API group has, never an object of its own
            kind = kinds[0]
            file = "-".join(filter(None, [kind["kind"].lower(), kind["group"].partition(".")[0], kind["version"]]))
            (target / f"{file}.json").write_text(json.dumps({
                "$schema": "http://json-schema.org/draft-07/schema#", "$ref": f"#/definitions/{name}",
                "definitions": needed(definitions, name)}), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

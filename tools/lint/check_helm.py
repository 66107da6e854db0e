#!/usr/bin/python3
"""Checks the Helm charts as far as possible without Helm: values against their schemas, the rendered golden files
against the programs' own options, edges, stop times. tools/lint/check_helm.sh calls it and runs the real tools.

    tools/lint/check_helm.py            compares
    tools/lint/check_helm.py --write    records which charts the golden files were rendered from (check_helm.sh --write)
    tools/lint/check_helm.py --rules    compares rendered PrometheusRules on stdin with deploy/prometheus/rules
"""

import hashlib
import json
import pathlib
import re
import sys

import jsonschema
import yaml

sys.dont_write_bytecode = True

TOP = pathlib.Path(__file__).resolve().parents[2]
CHART = TOP / "helm" / "motcua"
SERVICE = CHART / "charts" / "motcua-service"
GOLDEN = CHART / "golden"
SOURCES = GOLDEN / "SOURCES.sha256"
CASES = sorted((CHART / "ci").glob("*-values.yaml"))
# After SIGTERM and DRAIN_DELAY: running requests and calls, feeds, executor (libs/program).
STOP_SECONDS = 20 + 10 + 5
# Functions of libs/program by which a program declares the options of its frame, and where these are.
FRAME_OPTIONS = {"AddProcessOptions": ("process_options.cc",),
                 "AddStatefulOptions": ("stateful_options.cc", "process_options.cc")}
OPTION = re.compile(r'(?:\.|->)Add\(\s*&(?:\w+\.)*(\w+),\s*"([A-Z][A-Z0-9_]*)",\s*(?:config::\w+)?\{([^}]*)', re.DOTALL)
SECRET = re.compile(r"config::Secret\s+(\w+)")


def load(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def merged(under, over):
    """Like Helm: merges maps by key, replaces everything else."""
    if isinstance(under, dict) and isinstance(over, dict):
        return under | {key: merged(under.get(key), value) for key, value in over.items()}
    return over


def options_in(folder, files="*.cc"):
    """{option: required} that a folder's sources declare."""
    found = {}
    secrets = {name for file in folder.glob("*.h") for name in SECRET.findall(file.read_text(encoding="utf-8"))}
    for file in folder.glob(files):
        for target, name, rest in OPTION.findall(file.read_text(encoding="utf-8")):
            found[name + ("_FILE" if target in secrets else "")] = ".required = true" in rest
    return found


def options_of(program):
    """Of a program; None while its sources are not there."""
    home = TOP / "services" / program / "app"
    if not (home / "config.cc").is_file():
        return None
    own = options_in(home)
    declared = (home / "config.cc").read_text(encoding="utf-8")
    for function, files in FRAME_OPTIONS.items():
        if function in declared:
            for file in files:
                own |= options_in(TOP / "libs" / "program" / "src", file)
    return own


def digest():
    """Of everything that the golden files depend on; the alerts, behind a link, are not in them."""
    files = sorted(path for path in CHART.rglob("*") if path.is_file() and GOLDEN not in path.parents)
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(CHART)}" for file in files]
    return "\n".join(lines) + "\n"


def programs_in(values):
    return {name: part for name, part in values.items() if name != "global"}


def check_values(values, case):
    """A case's values against both schemas, as Helm validates them."""
    umbrella = json.loads((CHART / "values.schema.json").read_text(encoding="utf-8"))
    service = json.loads((SERVICE / "values.schema.json").read_text(encoding="utf-8"))
    defaults = load(SERVICE / "values.yaml")
    parts = [("", values, umbrella)]
    parts += [(name, merged(defaults, part), service) for name, part in programs_in(values).items()]
    for name, part, schema in parts:
        for error in jsonschema.Draft7Validator(schema).iter_errors(part):
            yield f"{case}: {name or 'values'}: {'.'.join(map(str, error.absolute_path))}: {error.message}"
    aliases = {row["alias"] for row in load(CHART / "Chart.yaml")["dependencies"]}
    for name, part in programs_in(values).items():
        if part.get("program") != name or name not in aliases:
            yield f"{case}: {name}: alias and program are one name"


def check_edges(values, case):
    """Callers are allowed by the policies of the programs they call."""
    defaults = load(SERVICE / "values.yaml")
    parts = {name: merged(defaults, part) for name, part in programs_in(values).items()}
    calls = {(name, target) for name, part in parts.items() for target in part["targets"]}
    lets_in = {(client, name) for name, part in parts.items() for client in part["clients"]}
    for caller, callee in sorted(calls ^ lets_in):
        yield f"{case}: {caller} calls {callee} by its targets, or is its client, but not both"
    for name, part in parts.items():
        if part["preStopSeconds"] + part["drainDelaySeconds"] + STOP_SECONDS > part["terminationGracePeriodSeconds"]:
            yield f"{case}: {name}: a stop may take longer than terminationGracePeriodSeconds"


def check_rendered(documents, case):
    """The objects of a golden file."""
    maps = {item["metadata"]["name"]: item["data"] for item in documents if item["kind"] == "ConfigMap"}
    ruled = {item["spec"]["podSelector"]["matchLabels"].get("app.kubernetes.io/component")
             for item in documents if item["kind"] == "NetworkPolicy"}
    for item in documents:
        if item["kind"] not in ("Deployment", "Job"):
            continue
        pod = item["spec"]["template"]
        name, container = pod["metadata"]["labels"]["app.kubernetes.io/component"], pod["spec"]["containers"][0]
        where = f"{case}: {item['kind']} {name}"
        secure = container["securityContext"]
        if not (pod["spec"]["securityContext"]["runAsNonRoot"] and secure["readOnlyRootFilesystem"]
                and secure["capabilities"] == {"drop": ["ALL"]} and not secure["allowPrivilegeEscalation"]
                and pod["spec"]["automountServiceAccountToken"] is False):
            yield f"{where}: it is not as locked down as all the others"
        if name not in ruled:
            yield f"{where}: no network policy is for it"
        # Registries belong to the installation.
        if "/" in container["image"]:
            yield f"{where}: {container['image']} names a registry"
        if item["kind"] == "Deployment":
            yield from check_deployment(name, item, maps, where)


def check_deployment(name, item, maps, where):
    labels = item["spec"]["template"]["metadata"]["labels"]
    if any(label.startswith("helm.sh/") or label.endswith("/version") for label in labels):
        yield f"{where}: a new chart must not restart its pods"
    options = options_of(name)
    if options is None:
        print(f"helm: NOT CHECKED: options of {name}: services/{name}/app/config.cc is not there")
        return
    prefix = f"MOTCUA_{name.upper()}_"
    given = maps[item["metadata"]["name"]]
    for variable in given:
        if not variable.startswith(prefix) or variable.removeprefix(prefix) not in options:
            yield f"{where}: the program has no option {variable}"
    for option, required in options.items():
        if required and prefix + option not in given:
            yield f"{where}: {prefix}{option} must be set"


def check_rules(rendered):
    """PrometheusRules as the umbrella renders them: exactly the rules tested by promtool."""
    shown = [item["spec"] for item in yaml.safe_load_all(rendered) if item]
    wanted = [load(file) for file in sorted((TOP / "deploy" / "prometheus" / "rules").glob("*.yaml"))]
    print(f"helm: {len(shown)} PrometheusRules rendered, {len(wanted)} files of rules")
    return 0 if shown == wanted and wanted else 1


def main():
    if "--rules" in sys.argv[1:]:
        return check_rules(sys.stdin.read())
    if "--write" in sys.argv[1:]:
        SOURCES.write_text(digest(), encoding="utf-8")
    faults, count = [], 0
    if not SOURCES.exists() or SOURCES.read_text(encoding="utf-8") != digest():
        faults.append("helm/motcua/golden: rendered from other charts; where Go is: tools/lint/check_helm.sh --write")
    for case in [None, *CASES]:
        name = case.name if case else "values.yaml"
        values = load(CHART / "values.yaml")
        values = merged(values, load(case)) if case else values
        faults += [*check_values(values, name), *check_edges(values, name)]
        if case is None:
            continue
        golden = GOLDEN / case.name.replace("-values", "")
        documents = [item for item in yaml.safe_load_all(golden.read_text(encoding="utf-8")) if item] \
            if golden.exists() else []
        count += len(documents)
        faults += check_rendered(documents, golden.name)
        enabled = {program for program, part in programs_in(values).items() if part["enabled"]}
        shown = {item["metadata"]["labels"]["app.kubernetes.io/component"] for item in documents
                 if item["kind"] == "Deployment"}
        if enabled != shown:
            faults.append(f"{golden.name}: it has {sorted(shown)} and not {sorted(enabled)}")
    print("\n".join(faults))
    print(f"helm, without its tools: {len(CASES)} cases, {count} objects, {len(faults)} faults")
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())

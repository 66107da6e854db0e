"""Reads the files of a province into the messages of proto/."""

import dataclasses
import functools
import importlib
import json
import pathlib
import subprocess
import sys
import tempfile

from google.protobuf import json_format

PROTOS = ["motcua/type/v1/dossier.proto", "motcua/type/v1/limit.proto", "motcua/catalogue/v1/catalogue.proto",
          "motcua/workflow/v1/workflow.proto"]
# File, and the fields of Catalogue that it may contain.
CATALOGUE_FILES = {
    "province.json": {"province", "province_name_vi"},
    "agencies.json": {"agencies"},
    "rule-sets.json": {"rule_sets"},
}


class Unreadable(Exception):
    """The files cannot be checked at all."""


@dataclasses.dataclass
class Province:
    catalogue: object  # motcua.catalogue.v1.Catalogue, merged from all files
    procedure_files: list  # beside catalogue.procedures
    workflows: list  # motcua.workflow.v1.Workflow
    workflow_files: list
    calendar: dict


@functools.cache
def import_messages(proto_directory):
    """The modules of catalogue and workflow, generated once; their source is gone when this returns."""
    with tempfile.TemporaryDirectory(prefix="motcua-proto-") as target:
        command = ["protoc", f"-I{proto_directory}", f"--python_out={target}", *PROTOS]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except FileNotFoundError as error:
            raise Unreadable("protoc is not installed (protobuf-compiler)") from error
        except subprocess.CalledProcessError as error:
            raise Unreadable(f"protoc failed:\n{error.stderr}") from error
        sys.path.insert(0, target)
        try:
            return (importlib.import_module("motcua.catalogue.v1.catalogue_pb2"),
                    importlib.import_module("motcua.workflow.v1.workflow_pb2"))
        finally:
            sys.path.remove(target)


def parse_message(path, message, report, name):
    """Strict: an unknown field, a double key or a wrong type is a fault."""
    try:
        json_format.Parse(path.read_text(encoding="utf-8"), message, ignore_unknown_fields=False)
    except (json_format.ParseError, UnicodeDecodeError, OSError) as error:
        report.expect(False, name, "NOT_PARSED", str(error).replace("\n", " "))
        return None
    report.expect(True, name, "NOT_PARSED", "")
    return message


def refuse_double_keys(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"a key is there twice among {keys}")
    return dict(pairs)


def parse_calendar(path, report):
    try:
        document = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=refuse_double_keys)
    except (ValueError, OSError) as error:
        report.expect(False, path.name, "NOT_PARSED", str(error))
        return None
    is_object = isinstance(document, dict)
    report.expect(is_object, path.name, "NOT_PARSED", "the calendar is a JSON object")
    return document if is_object else None


def load_province(proto_directory, directory, report):
    if not directory.is_dir():
        raise Unreadable("no such directory")
    catalogue_pb2, workflow_pb2 = import_messages(proto_directory)
    catalogue = catalogue_pb2.Catalogue()
    for name, allowed in CATALOGUE_FILES.items():
        part = parse_message(directory / name, catalogue_pb2.Catalogue(), report, name)
        if part is not None:
            filled = {field.name for field, _ in part.ListFields()}
            report.expect(filled == allowed, name, "FILE_CONTENT", f"it holds {sorted(allowed)}, not {sorted(filled)}")
            catalogue.MergeFrom(part)
    province = Province(catalogue, [], [], [], parse_calendar(directory / "calendar.json", report))
    for path in sorted((directory / "procedures").glob("*.json")):
        name = f"procedures/{path.name}"
        procedure = parse_message(path, catalogue_pb2.Procedure(), report, name)
        if procedure is not None:
            catalogue.procedures.append(procedure)
            province.procedure_files.append(name)
    for path in sorted((directory / "workflows").glob("*.json")):
        name = f"workflows/{path.name}"
        workflow = parse_message(path, workflow_pb2.Workflow(), report, name)
        if workflow is not None:
            province.workflows.append(workflow)
            province.workflow_files.append(name)
    known = {*CATALOGUE_FILES, "calendar.json", "demo.json", "README.md", "procedures", "workflows",
             "petition-rules.json", "targets.json", "templates.json"}
    strays = sorted(entry.name for entry in directory.iterdir() if entry.name not in known)
    strays += sorted(f"{folder}/{entry.name}" for folder in ("procedures", "workflows")
                     if (directory / folder).is_dir()
                     for entry in (directory / folder).iterdir() if entry.suffix != ".json")
    report.expect(not strays, str(pathlib.PurePath(directory).name), "FILE_UNKNOWN", f"no program loads {strays}")
    return province

"""The messages of events and of stored dossiers, made from proto/ by protoc at run time."""

import functools
import importlib
import pathlib
import subprocess
import sys
import tempfile

PROTO = pathlib.Path(__file__).resolve().parents[3] / "proto"
FILES = ["motcua/type/v1/dossier.proto", "motcua/type/v1/limit.proto", "motcua/catalogue/v1/catalogue.proto",
         "motcua/workflow/v1/workflow.proto", "motcua/intake/events/v1/dossier_events.proto",
         "motcua/processing/events/v1/dossier_events.proto", "motcua/processing/storage/v1/dossier.proto"]
PACKAGES = {"motcua.intake.events.v1": "motcua.intake.events.v1.dossier_events_pb2",
            "motcua.processing.events.v1": "motcua.processing.events.v1.dossier_events_pb2",
            "motcua.processing.storage.v1": "motcua.processing.storage.v1.dossier_pb2"}


@functools.cache
def _modules():
    with tempfile.TemporaryDirectory(prefix="motcua-recount-") as target:
        subprocess.run(["protoc", f"-I{PROTO}", f"--python_out={target}", *FILES], check=True)
        sys.path.insert(0, target)
        try:
            return {package: importlib.import_module(name) for package, name in PACKAGES.items()}
        finally:
            sys.path.remove(target)


def decode(message_type, payload):
    """The message of a dossier event, or a stored dossier. KeyError for a type that proto/ does not have."""
    package, _, name = message_type.rpartition(".")
    message = getattr(_modules()[package], name, None)
    if message is None:
        raise KeyError(message_type)
    return message.FromString(payload)


def make(event_type, **fields):
    """A hand-made event, for the recount's tests."""
    package, _, name = event_type.rpartition(".")
    return getattr(_modules()[package], name)(**fields)

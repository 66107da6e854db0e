#!/usr/bin/env python3
"""Golden events: one event of every type with its original bytes, decoded by every later version.

    tests/contract/golden_events.py            compares; exits non-zero when an old event reads differently now
    tests/contract/golden_events.py --write    adds missing events of new types; never changes existing ones
"""

import base64
import json
import pathlib
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests" / "support"))

from google.protobuf import json_format  # noqa: E402
from google.protobuf.descriptor import FieldDescriptor  # noqa: E402

from motcua_client import stubs  # noqa: E402

GOLDEN = pathlib.Path(__file__).with_name("golden_events.json")
EVENTS = ["motcua/intake/events/v1/dossier_events", "motcua/intake/events/v1/catalogue_events",
          "motcua/processing/events/v1/dossier_events", "motcua/processing/events/v1/rules_events",
          "motcua/notification/events/v1/sms_events",
          "motcua/feedback/events/v1/feedback_events"]
MAX_DEPTH = 6


def scalar(field):
    """A value that differs from the default and identifies its field, so that swapped or renumbered fields are
    detected."""
    if field.type in (FieldDescriptor.TYPE_STRING,):
        return f"{field.name} ký tự"
    if field.type == FieldDescriptor.TYPE_BYTES:
        return field.name.encode()
    if field.type == FieldDescriptor.TYPE_BOOL:
        return True
    if field.type == FieldDescriptor.TYPE_ENUM:
        return field.enum_type.values[-1].number
    return 1000 + field.number


def fill(message, depth=0):
    for field in message.DESCRIPTOR.fields:
        many = field.label == FieldDescriptor.LABEL_REPEATED
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            if depth < MAX_DEPTH:
                value = getattr(message, field.name)
                fill(value.add() if many else value, depth + 1)
                if not many:
                    value.SetInParent()
        elif many:
            getattr(message, field.name).append(scalar(field))
        else:
            setattr(message, field.name, scalar(field))
    return message


def types():
    for path in EVENTS:
        module = stubs.module(path)
        for name in module.DESCRIPTOR.message_types_by_name:
            yield getattr(module, name)


def shown(message):
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def main():
    golden = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}
    now = {kind.DESCRIPTOR.full_name: kind for kind in types()}
    if "--write" in sys.argv[1:]:
        for name, kind in sorted(now.items()):
            if name not in golden:
                message = fill(kind())
                golden[name] = {"bytes": base64.b64encode(message.SerializeToString(deterministic=True)).decode(),
                                "reads": shown(message)}
        GOLDEN.write_text(json.dumps(golden, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    passed, faults = 0, []
    for name, entry in golden.items():
        if name not in now:
            faults.append(f"{name}: the type is gone, but events of it are in histories forever")
            continue
        message = now[name]()
        message.ParseFromString(base64.b64decode(entry["bytes"]))
        if shown(message) != entry["reads"]:
            faults.append(f"{name}: an old event reads differently now")
            continue
        passed += 1
    for name in sorted(set(now) - set(golden)):
        faults.append(f"{name}: no golden event; run tests/contract/golden_events.py --write")
    print("\n".join(faults))
    print(f"golden events: {passed} passed, {len(faults)} failed")
    return 1 if faults or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

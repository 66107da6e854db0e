"""Prometheus's text format (0.0.4), as far as prometheus-cpp writes it."""

import re

TYPE = re.compile(r"# TYPE (\S+) (\S+)")
SAMPLE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)(?: -?\d+)?')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"')


def read(text):
    """({name: type}, [(series name, {label: value})])."""
    types, samples = {}, []
    for line in text.splitlines():
        if kind := TYPE.fullmatch(line):
            types[kind.group(1)] = kind.group(2)
        elif line and not line.startswith("#"):
            sample = SAMPLE.fullmatch(line)
            if not sample:
                raise ValueError(f"no line of the text format: {line[:80]!r}")
            samples.append((sample.group(1), dict(LABEL.findall(sample.group(2) or ""))))
    return types, samples

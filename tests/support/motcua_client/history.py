"""The client's history of answers: JSON lines, append-only. The checkers compare the system with it."""

import json
import threading
import time

OK, REFUSED, UNKNOWN = "ok", "refused", "unknown"


class History:
    """Thread-safe. Without a path it stores nothing."""

    def __init__(self, path=None):
        self._file = open(path, "a", encoding="utf-8") if path else None  # pylint: disable=consider-using-with
        self._lock = threading.Lock()

    def add(self, *, client, operation, key, start, outcome, **more):
        """One call that ended. `start` is time.time() before it; `more`: code, dossier, version, reason."""
        if self._file is None:
            return
        line = {"client": client, "operation": operation, "key": key, "start": start, "end": time.time(),
                "outcome": outcome, **{name: value for name, value in more.items() if value not in (None, "")}}
        with self._lock:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()

    def close(self):
        if self._file is not None:
            self._file.close()
            self._file = None


def read(path):
    """The lines of a history file."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]

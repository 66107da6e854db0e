"""Client of the National Portal's simulator, to read and control it."""

import json
import urllib.request


class Simulator:
    """Thread-safe."""

    def __init__(self, url):
        self._url = url

    def read(self, path):
        with urllib.request.urlopen(f"{self._url}/simulator/{path}", timeout=20) as answer:
            return answer.read().decode()

    def tell(self, path, **fields):
        request = urllib.request.Request(f"{self._url}/simulator/{path}", json.dumps(fields).encode())
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def held(self):
        """{code: stored dossier}, progress entries in order."""
        return {row["code"]: row for row in map(json.loads, self.read("dossiers").splitlines())}

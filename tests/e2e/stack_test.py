#!/usr/bin/python3
"""tools/stack leaves nothing behind: no process is left after `down`, nor after a server was killed or has ended.

Uses separate servers. Run it alone, or by ctest (e2e_stack).
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import uuid

sys.dont_write_bytecode = True
TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests" / "e2e"), str(TOP / "tests" / "support")]

from system import wait_for  # noqa: E402

SERVERS = {"postgres", "redis", "kafka", "prometheus", "bearerbox", "smsbox", "fakesmsc", "portal"}


class Stack(unittest.TestCase):
    def setUp(self):
        self.mark = f"MOTCUA_STACK_TEST={uuid.uuid4()}"  # every process that is started inherits it
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="motcua-stack-test-"))
        self.directory.chmod(0o755)  # PostgreSQL runs as its own user
        self.addCleanup(subprocess.run, ["rm", "-rf", self.directory], check=False)
        self.addCleanup(self.stack, "down")

    def stack(self, *words, check=True):
        name, value = self.mark.split("=")
        return subprocess.run([TOP / "tools" / "stack", *words, "--dir", self.directory], check=check, timeout=180,
                              capture_output=True, text=True, env={**os.environ, name: value}).stdout

    def processes(self):
        """{pid: command} of what was started for this test and lives."""
        found = {}
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                # Redis writes its title over its environment; it works in its data directory.
                if (self.mark.encode() in (entry / "environ").read_bytes().split(b"\0")
                        or str(self.directory) in os.readlink(entry / "cwd")):
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            except OSError:  # it has ended in the meantime
                continue
        return found

    def pids(self):
        return {file.name: int(file.read_text(encoding="ascii").split()[0])
                for file in (self.directory / "pids").iterdir()}

    def test_nothing_is_left(self):
        self.stack("up")
        pids = self.pids()
        self.assertEqual(set(pids), SERVERS)
        seen = self.processes()
        self.assertEqual({name for name, pid in pids.items() if pid not in seen}, set(), "the mark is not inherited")
        for server in ("smsbox", "kafka"):
            self.stack("kill", server)
            left = {pid: text for pid, text in self.processes().items() if pid == pids[server]}
            self.assertEqual(left, {}, server)
            self.stack("restart", server)
        self.stack("down")
        wait_for(lambda: not self.processes(), 5, "every process has ended")
        self.assertNotIn("runs", self.stack("status", check=False))


if __name__ == "__main__":
    os.environ.setdefault("TZ", "UTC")
    unittest.main(verbosity=2)

#!/usr/bin/python3
"""Runs every command named in README, CONTRIBUTING and tools/README on a machine with only git and root: --help works,
installing commands reach the installation, the others say in one line what to install.

Exit status 77, which ctest counts as not run, where mount namespaces may not be made.
"""

import re
import sys
import unittest

sys.dont_write_bytecode = True

from bare_machine import INSTALLING, TOP, BareMachine, unshare  # noqa: E402

PAGES = ("README.md", "CONTRIBUTING.md", "tools/README.md")
COMMAND = re.compile(r"\btools/[\w./-]*\w")
NOT_RUN = 77

INSTALL = {  # these install what is missing
    "tools/install": [[], ["build"], ["run"], ["test"], ["bench"], ["lint"], ["nightly"], ["all"]],
    "tools/run": [[], ["--demo"], ["--reset"], ["--demo", "--reset"]],
    "tools/test": [[], ["--unit"], ["--filter", "wire"]],
}
SAY = {  # these say what to install, all of it at once
    "tools/bench/run": ("build run bench", [["--only", "lookup"]]),
    "tools/build": ("build", [[], ["--preset", "release", "motcuactl"]]),
    "tools/demo/play": ("run", [["--gateway", "http://127.0.0.1:1"]]),
    "tools/dev/text.sh": ("run", [["0912345678", "HS H19.901-260907-0001"]]),
    "tools/lint/tidy_changed.sh": ("lint", [[]]),
    "tools/motcuactl": ("build", [["queue", "--agency", "H19.901"], ["code"]]),
    "tools/nightly": ("nightly", [[], ["fresh"], ["fresh", "--suite", "trixie"]]),
    "tools/recount/form06a": ("run", [["--random", "3"]]),
    "tools/recount/recount": ("run", [["--intake", "", "--processing", ""]]),
    "tools/run": ("build run", [["--no-install"]]),
    "tools/stack": ("run", [["up"], ["up", "--only", "redis"], ["restart", "redis"]]),
    "tools/test": ("build test run", [["--no-install"], ["--no-install", "--filter", "wire"]]),
}
NEED_NOTHING = {  # what is not installed is down and was not killed
    "tools/stack": [(["status"], 1), (["down"], 0), (["down", "--wipe"], 0), (["kill", "redis"], 1)],
}
WRONG = {  # in one line, with status 2
    "tools/build": [["--preset"], ["--colour"]],
    "tools/install": [["everything"]],
    "tools/nightly": [["--suite"], ["--suite", "sid"], ["dawn"]],
    "tools/run": [["--colour"]],
    "tools/stack": [["--dir"], ["jump"], ["restart", "mysql"]],
    "tools/test": [["--filter"], ["--colour"]],
}


def documented():
    """The commands that the pages name."""
    named = {name for page in PAGES for name in COMMAND.findall((TOP / page).read_text(encoding="utf-8"))}
    return sorted(name for name in named if (TOP / name).is_file() and (TOP / name).stat().st_mode & 0o100)


class FirstHour(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = BareMachine()

    @classmethod
    def tearDownClass(cls):
        cls.machine.close()

    def test_the_machine_is_bare(self):
        for name in ("python3", "g++", "cmake", "ninja", "curl", "java", "psql", "redis-server"):
            self.assertNotEqual(self.machine.run("which", name).returncode, 0, name)
        self.assertEqual(self.machine.run("git", "--version").returncode, 0)
        self.assertNotEqual(self.machine.run("dpkg-query", "-W", "g++").returncode, 0)

    def test_help(self):
        commands = documented()
        self.assertGreaterEqual(set(commands), {"tools/run", "tools/test", "tools/install"})
        for command in commands:
            with self.subTest(command=command):
                done = self.machine.run(command, "--help")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertIn(command, done.stdout)

    def test_each_command_is_tried(self):
        self.assertEqual(documented(), sorted({*INSTALL, *SAY}))

    def test_what_installs_comes_as_far_as_that(self):
        for command, uses in INSTALL.items():
            for words in uses:
                with self.subTest(command=command, words=words):
                    self.machine.reset()
                    done = self.machine.run(command, *words)
                    said = done.stdout + done.stderr
                    self.assertIn(INSTALLING, said)
                    self.assertIn("FAILED: reading Debian's package lists", said)
                    self.assertNotRegex(said, "No such file or directory|command not found")
                    self.assertNotEqual(done.returncode, 0)
                    self.assertEqual(self.machine.missed(), "")

    def _one_line(self, done):
        said = (done.stdout + done.stderr).splitlines()
        self.assertEqual(len(said), 1, said)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(self.machine.missed(), "")
        return said[0]

    def test_what_does_not_install_says_what_to_install(self):
        for command, (purposes, uses) in SAY.items():
            for words in uses:
                with self.subTest(command=command, words=words):
                    self.machine.reset()
                    self.assertRegex(self._one_line(self.machine.run(command, *words)),
                                     rf"tools/install {purposes}( &&|$)")

    def test_what_needs_nothing_works(self):
        for command, uses in NEED_NOTHING.items():
            for words, status in uses:
                with self.subTest(command=command, words=words):
                    self.machine.reset()
                    (self.machine.work / "checkout/.motcua/stack").mkdir(parents=True)  # as left by a failed run
                    done = self.machine.run(command, *words)
                    self.assertEqual((done.returncode, done.stderr), (status, ""), done.stdout)
                    self.assertEqual(self.machine.missed(), "")

    def test_wrong_use_is_told_in_a_line(self):
        for command, uses in WRONG.items():
            for words in uses:
                with self.subTest(command=command, words=words):
                    self.assertIn("--help", self._one_line(self.machine.run(command, *words)))


if __name__ == "__main__":
    if unshare() is None:
        print("not run: this user may not make mount namespaces; run it as root")
        sys.exit(NOT_RUN)
    unittest.main(verbosity=2)

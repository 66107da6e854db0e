#!/usr/bin/python3
"""Every command that README, CONTRIBUTING and tools/README name begins on a machine with git and root only: --help
works, the commands that install come as far as that, the others say in one line what to install.

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
    "tools/install": [[], ["build"], ["all"]],
    "tools/run": [[], ["--demo"], ["--demo", "--reset"]],
    "tools/test": [[], ["--unit"], ["--filter", "wire"]],
}
SAY = {  # these tell what to install
    "tools/bench/run": [["--only", "lookup"]],
    "tools/build": [[], ["--preset", "release", "motcuactl"]],
    "tools/demo/play": [["--gateway", "http://127.0.0.1:1"]],
    "tools/dev/text.sh": [["0912345678", "HS H19.901-260907-0001"]],
    "tools/lint/tidy_changed.sh": [[]],
    "tools/motcuactl": [["queue", "--agency", "H19.901"]],
    "tools/nightly": [[], ["fresh"]],
    "tools/recount/form06a": [["--random", "3"]],
    "tools/recount/recount": [["--intake", "", "--processing", ""]],
    "tools/run": [["--no-install"]],
    "tools/stack": [["up"], ["restart", "redis"]],
    "tools/test": [["--no-install"]],
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

    def test_what_does_not_install_says_what_to_install(self):
        for command, uses in SAY.items():
            for words in uses:
                with self.subTest(command=command, words=words):
                    self.machine.reset()
                    done = self.machine.run(command, *words)
                    said = (done.stdout + done.stderr).splitlines()
                    self.assertEqual(len(said), 1, said)
                    self.assertRegex(said[0], r"tools/install \w+")
                    self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    if unshare() is None:
        print("not run: this user may not make mount namespaces; run it as root")
        sys.exit(NOT_RUN)
    unittest.main(verbosity=2)

"""This machine with everything hidden except Debian's minimal system, git and root.

Programs of other packages are covered by a mount namespace of its own, for one command; dpkg does not know their
packages; apt-get is replaced by one that only records that it was called. The checkout is a copy of the files in git.
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("/usr/bin", "/usr/sbin")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# What is installed besides the packages that are essential or required (debootstrap --variant=minbase --include=git).
ROOTS = {"apt", "git", "ca-certificates"}
INSTALLING = "apt-get was called"

APT_GET = f"""#!/bin/sh
echo '{INSTALLING}' >&2
exit 100
"""

# Records missing programs that a bash script calls by name, even if the script ignores the failure; but not those
# called by a path or through another program (env, timeout).
MISSED = """command_not_found_handle() { echo "$1" >>"$HOME/missed"; echo "$1: command not found" >&2; return 127; }
"""

COVER = r"""
set -eu
work=$1
shift
for folder in /usr/bin /usr/sbin; do
  mount --bind "$folder" "$work/real$folder"
  mount --bind "$work/bare$folder" "$folder"
done
mount --bind "$work/status" /var/lib/dpkg/status
for folder in /usr/local /usr/lib/postgresql; do
  [ ! -d "$folder" ] || mount -t tmpfs none "$folder"
done
cd "$work/checkout"
exec /usr/bin/env -i HOME="$work/home" BASH_ENV="$work/missed.sh" LANG=C.UTF-8 TERM=dumb PATH="$path" "$@"
"""


def _dpkg(*words):
    return subprocess.run(["dpkg-query", *words], check=True, capture_output=True, text=True).stdout


def _names(relations):
    """The alternatives of each of a package's relations."""
    for relation in filter(None, relations.split(",")):
        yield [re.split(r"[\s:(]", alternative.strip())[0] for alternative in relation.split("|")]


def minimal_packages():
    """The installed packages that a minimal Debian with git has, by what they depend on."""
    needs, provided, found = {}, {}, set(ROOTS)
    rows = _dpkg("-W", "-f=${db:Status-Status}\t${Package}\t${Essential}\t${Priority}\t${Pre-Depends},${Depends}\t"
                 "${Provides}\n")
    for row in rows.splitlines():
        state, name, essential, priority, depends, provides = row.split("\t")
        if state != "installed":
            continue
        needs[name] = list(_names(depends))
        for names in _names(provides):
            provided.setdefault(names[0], name)
        if essential == "yes" or priority == "required":
            found.add(name)
    waiting = list(found)
    while waiting:
        for alternatives in needs.get(waiting.pop(), ()):
            there = [name if name in needs else provided.get(name) for name in alternatives]
            name = next(filter(None, there), None)
            if name and name not in found:
                found.add(name)
                waiting.append(name)
    return found & set(needs)


def unshare():
    """The command that enters a private mount namespace; None if this user may not do so."""
    ways = [["unshare", "--mount"]]
    # Below chroot the root is not a mount whose propagation could be changed; it must already be private.
    if "shared:" not in pathlib.Path("/proc/self/mountinfo").read_text(encoding="utf-8"):
        ways.append(["unshare", "--mount", "--propagation", "unchanged"])
    trial = ("mount", "--bind", "/usr/bin", "/usr/bin")
    works = (way for way in ways if subprocess.run([*way, *trial], capture_output=True, check=False).returncode == 0)
    return next(works, None) if os.geteuid() == 0 else None


class BareMachine:
    """Created once and used for many commands; `close` removes it."""

    def __init__(self):
        self.unshare = unshare()
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="motcua-bare-"))
        self.packages = minimal_packages()
        for folder in ("home", *(f"{kind}{folder}" for kind in ("real", "bare") for folder in FOLDERS)):
            (self.work / folder).mkdir(parents=True)
        (self.work / "missed.sh").write_text(MISSED, encoding="ascii")
        self._make_programs()
        self._make_status()
        self._copy_checkout()

    def _make_programs(self):
        # /bin is a link to /usr/bin; packages name either.
        owned = {os.path.join(os.path.realpath(os.path.dirname(file)), os.path.basename(file))
                 for file in _dpkg("-L", *self.packages).splitlines() if file.startswith("/")}
        for folder in FOLDERS:
            for entry in os.scandir(folder):
                target = os.path.realpath(entry.path)
                # awk and its like are links to what an alternative names.
                if entry.path in owned or entry.is_symlink() and target in owned:
                    os.symlink(f"{self.work}/real{folder}/{entry.name}", f"{self.work}/bare{folder}/{entry.name}")
        stub = self.work / "bare/usr/bin/apt-get"
        stub.unlink()
        stub.write_text(APT_GET, encoding="ascii")
        stub.chmod(0o755)

    def _make_status(self):
        paragraphs = pathlib.Path("/var/lib/dpkg/status").read_text(encoding="utf-8").split("\n\n")
        kept = [text for text in paragraphs if text.partition("\n")[0].removeprefix("Package: ") in self.packages]
        (self.work / "status").write_text("\n\n".join(kept) + "\n\n", encoding="utf-8")

    def _copy_checkout(self):
        files = subprocess.run(["git", "-C", TOP, "ls-files", "-z", "--cached", "--others",
                                "--exclude-standard"], check=True, capture_output=True, text=True).stdout
        for name in filter(None, files.split("\0")):
            if (TOP / name).exists():
                target = self.work / "checkout" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(TOP / name, target, follow_symlinks=False)

    def missed(self):
        """The missing programs that were called since the last call."""
        noted = self.work / "home/missed"
        names = noted.read_text(encoding="utf-8") if noted.exists() else ""
        noted.unlink(missing_ok=True)
        return names

    def reset(self):
        """Removes files that a command has created in the checkout (.gitignore)."""
        for folder in (".motcua", "build"):
            shutil.rmtree(self.work / "checkout" / folder, ignore_errors=True)

    def run(self, *words, seconds=60):
        """The finished process of a command in the checkout."""
        return subprocess.run([*self.unshare, "bash", "-c", COVER.replace("$path", PATH), "bash", self.work, *words],
                              capture_output=True, text=True, check=False, timeout=seconds, stdin=subprocess.DEVNULL)

    def close(self):
        shutil.rmtree(self.work)

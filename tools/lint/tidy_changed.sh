#!/usr/bin/env bash
# clang-tidy, by .clang-tidy, on the C++ that differs from a base: slow, and therefore never the whole tree.
#
#   tools/lint/tidy_changed.sh [BASE]     what differs from the commit BASE, committed or not
#   tools/lint/tidy_changed.sh FILE...    these .cc files
#
# Without BASE: what this branch adds, that is, where it left its upstream (`git branch -u`). A branch without upstream,
# or one that adds nothing, is compared with the commit before its last one. Files that git does not know yet count as
# changed. A changed header is checked through a .cc file that changed, or else through one that includes it.
#
# Needs clang-tidy (tools/install lint) and build/dev, configured and built once: generated headers are there then. Ends
# with 1 when there is a finding (fix it, or suppress it with // NOLINT(check): why) or a file was not checked.
set -euo pipefail

usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; }
fail() { echo "tidy: $1" >&2; exit 2; }

cd "$(dirname -- "${BASH_SOURCE[0]}")/../.."
readonly build=build/dev

# The commit to compare with when none is named.
default_base() {
  local fork
  if fork=$(git merge-base HEAD '@{upstream}' 2>/dev/null) && [[ $fork != $(git rev-parse HEAD) ]]; then
    echo "$fork"
  else
    git rev-parse --verify --quiet 'HEAD~1' || fail "no commit before HEAD: name a BASE"
  fi
}

# changed BASE PATTERN...: tracked files that differ, and new ones.
changed() {
  git diff --name-only --diff-filter=d "$@"
  git ls-files --others --exclude-standard -- "${@:3}"
}

# One .cc file for each header that no changed .cc file is named like.
through() {
  local header stem
  while IFS= read -r header; do
    stem=${header##*/}
    stem=${stem%.h}
    grep -q "/$stem\(_test\)\?\.cc$" <<<"$1" && continue
    git grep --untracked -l -e "#include \".*\b$stem\.h\"" -- '*.cc' | sort | head -n 1
  done
}

case ${1:-} in
  -h | --help) usage; exit 0 ;;
esac
tidy=$(command -v clang-tidy-14 || command -v clang-tidy) || fail "clang-tidy is not here: tools/install lint"
[[ -e $build/compile_commands.json ]] || fail "configure and build first: tools/install build && tools/build"

if [[ ${1:-} == *.cc ]]; then
  candidates=$(printf '%s\n' "$@")
  what="as named"
else
  base=${1:-$(default_base)}
  git rev-parse --verify --quiet "$base^{commit}" >/dev/null || fail "no commit is called $base; see --help"
  candidates=$(changed "$base" -- '*.cc')
  candidates+=$'\n'$(changed "$base" -- '*.h' | through "$candidates")
  what="that differ from $(git rev-parse --short "$base")"
fi

found=0
files=()
while IFS= read -r file; do
  if grep -qF "/$file\"" "$build/compile_commands.json"; then
    files+=("$file")
  else
    echo "tidy: $file is not checked: $build does not build it; if it is new, configure again: cmake --preset dev" >&2
    found=1
  fi
done < <(sort -u <<<"$candidates" | sed '/^$/d')
# The same commands without the precompiled headers, which only the compiler that made them can read.
mkdir -p "$build/tidy"
sed -E 's/ -Winvalid-pch//; s/ -include [^ ]*cmake_pch\.hxx//' "$build/compile_commands.json" >"$build/tidy/commands.$$"
mv "$build/tidy/commands.$$" "$build/tidy/compile_commands.json"

echo "tidy: ${#files[@]} files $what"
for file in "${files[@]}"; do
  # Counts of findings in third-party headers are not relevant.
  "$tidy" -p "$build/tidy" --quiet "$file" 2> >(grep -v -E '^[0-9]+ warnings? (generated|treated)' >&2) || found=1
done
exit "$found"

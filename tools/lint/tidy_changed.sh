#!/usr/bin/env bash
# clang-tidy on the C++ files that differ from a base (default: the last tag, else the root commit's child set is
# everything, so name one): slow on two cores, and therefore never the whole tree.
#
#   tools/lint/tidy_changed.sh [BASE]
set -euo pipefail
cd "$(dirname "$0")/../.."
base=${1:-HEAD~1}
build=build/dev
[[ -e $build/compile_commands.json ]] || { echo "configure first: cmake --preset dev" >&2; exit 1; }
mapfile -t files < <(git diff --name-only --diff-filter=d "$base" -- '*.cc')
((${#files[@]})) || { echo "tidy: no C++ file differs from $base"; exit 0; }
echo "tidy: ${#files[@]} files that differ from $base"
clang-tidy-14 -p "$build" --quiet "${files[@]}"

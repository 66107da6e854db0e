#!/usr/bin/env bash
# What the README promises, as typed: starts tools/run, waits until it is up, types each command of "What you see" in
# another shell, ends it by Ctrl-C. For tools/nightly; seconds once everything is built.
set -euo pipefail
export LC_ALL=C.UTF-8

top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$top"
readonly limit_seconds=2400

say() { echo "walk_readme: $*"; }

mapfile -t commands < <(sed -n '/^## What you see/,/^## Where next/s/^    //p' README.md)
((${#commands[@]} >= 5)) || { say "README.md has no commands under 'What you see'"; exit 1; }

log=$(mktemp)
# A shell's background jobs ignore Ctrl-C unless told otherwise.
env --default-signal=INT ./tools/run >"$log" 2>&1 &
run=$!
trap 'kill -INT "$run" 2>/dev/null; wait "$run" || true; rm -f "$log"' EXIT
for ((second = 0; ; second++)); do
  ! grep -q '^run: up; Ctrl-C' "$log" || break
  if ((second == limit_seconds)) || ! kill -0 "$run" 2>/dev/null; then
    tail -n 40 "$log"
    say "tools/run did not come up"
    exit 1
  fi
  ((second % 60)) || say "waiting for tools/run, $second s: $(tail -n 1 "$log")"
  sleep 1
done
say "up after $second s"

failed=0
for command in "${commands[@]}"; do
  say "$ $command"
  bash -c "$command" || { say "FAILED: exit status $?"; failed=1; }
done
kill -INT "$run"
wait "$run" || { say "FAILED: tools/run ended with status $?"; failed=1; }
trap 'rm -f "$log"' EXIT
tail -n 3 "$log"
exit "$failed"

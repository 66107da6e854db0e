#!/usr/bin/env bash
# Runs the commands of the README as typed. For tools/nightly.
#
#   tools/dev/walk_readme.sh             starts tools/run, types each command of "What you see" beside it, ends it by
#                                        Ctrl-C; seconds once everything is built
#   tools/dev/walk_readme.sh --list      the commands of the README as they are tried first and alone, a line each
#   tools/dev/walk_readme.sh --unready COMMAND
#                                        a command of "What you see" where nothing is installed: it must say in one line
#                                        what to install
set -euo pipefail
export LC_ALL=C.UTF-8

top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$top"
readonly up_seconds=2400 down_seconds=120 answer_seconds=60

say() { echo "walk_readme: $*"; }
usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; }

# The commands of a section: lines with four blanks, without their explanations.
section() { sed -n "/^## $1/,/^## /s/^    //p" README.md | sed 's/ \+# .*//'; }

mapfile -t begin < <(section 'Two commands')
mapfile -t seen < <(section 'What you see')
((${#begin[@]} >= 2 && ${#seen[@]} >= 5)) || { say "README.md has no commands where they are looked for"; exit 1; }

list() {
  local command
  for command in "${begin[@]}"; do
    echo "$command --help"
    # The one that stays up until Ctrl-C ends automatically with this option.
    if [[ $command == ./tools/run ]]; then printf '%s\n' "$command --demo" "$command --demo --reset"; else echo "$command"; fi
  done
  for command in "${seen[@]}"; do printf './tools/dev/walk_readme.sh --unready %q\n' "$command"; done
}

unready() {
  local said status=0
  said=$(bash -c "$1" 2>&1) || status=$?
  echo "$said"
  ((status == 2)) && [[ $said == *'run: tools/install '* && $said != *$'\n'* ]]
}

readonly network_log=.motcua/stack/logs/fakesmsc.log

# The answer to a citizen is in the log of the network, as the README says, after the lines that were there before.
await_answer() { # LINES TEXT
  local second
  for ((second = 0; second < answer_seconds; second++)); do
    ! tail -n "+$(($1 + 1))" "$network_log" 2>/dev/null | grep -qF "$2" || return 0
    sleep 1
  done
  say "FAILED: no answer with $2 in the network's log after $answer_seconds s"
  return 1
}

run='' log=''
# Like Ctrl-C: the whole group. A tool that does not react is killed.
stop_run() {
  local second status=0
  [[ -n $run ]] || return 0
  for ((second = 0; second < down_seconds; second++)); do
    ((second % 10)) || kill -INT -- "-$run" 2>/dev/null || break
    kill -0 "$run" 2>/dev/null || break
    sleep 1
  done
  kill -KILL -- "-$run" 2>/dev/null || true
  wait "$run" || status=$?
  run=''
  return "$status"
}

walk() {
  local second command failed=0 lines
  log=$(mktemp)
  # A shell's background jobs ignore Ctrl-C unless told otherwise.
  env --default-signal=INT setsid ./tools/run >"$log" 2>&1 &
  run=$!
  trap 'stop_run || true; rm -f "$log"' EXIT
  for ((second = 0; ; second++)); do
    ! grep -q '^run: up; Ctrl-C' "$log" || break
    if ((second == up_seconds)) || ! kill -0 "$run" 2>/dev/null; then
      tail -n 40 "$log"
      say "tools/run did not come up"
      return 1
    fi
    ((second % 60)) || say "waiting for tools/run, $second s: $(tail -n 1 "$log")"
    sleep 1
  done
  say "up after $second s"
  for command in "${seen[@]}"; do
    say "$ $command"
    lines=$(wc -l <"$network_log" 2>/dev/null || echo 0)
    bash -c "$command" || { say "FAILED: exit status $?"; failed=1; }
    if [[ $command =~ tools/dev/text.sh.*\ (H[0-9.]+-[0-9]+-[0-9]+) ]]; then
      await_answer "$lines" "${BASH_REMATCH[1]}" || failed=1
    fi
  done
  stop_run || { say "FAILED: tools/run ended with status $?"; failed=1; }
  tail -n 3 "$log"
  return "$failed"
}

case ${1:-} in
  -h | --help) usage ;;
  --list) list ;;
  --unready) [[ -n ${2:-} ]] || { echo "walk_readme.sh: --unready needs a command; see walk_readme.sh --help" >&2; exit 2; }
    unready "$2" ;;
  '') walk ;;
  *) echo "walk_readme.sh: unknown option $1; see walk_readme.sh --help" >&2; exit 2 ;;
esac

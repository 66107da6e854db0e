# shellcheck shell=bash
# Output of the tools: steps with their time, and failures with the step, the log and what to do. Sourced by the tools;
# needs only bash and coreutils.

now_ms() { local t=${EPOCHREALTIME/[.,]/}; echo $((t / 1000)); }

# seconds_since START_MS: "3.2"
seconds_since() { local ms=$(($(now_ms) - $1)); echo "$((ms / 1000)).$((ms % 1000 / 100))"; }

say() { printf '%s: %s\n' "${0##*/}" "$*"; }

# fail STEP LOG WAY_OUT: ends the tool. LOG may be empty.
fail() {
  {
    echo
    printf '%s: FAILED: %s\n' "${0##*/}" "$1"
    if [[ -n $2 ]]; then
      if [[ -s $2 ]]; then
        printf '%s: the last lines of its log:\n' "${0##*/}"
        tail -n "${PROGRESS_TAIL:-30}" "$2" | cut -c1-400 | sed 's/^/  | /'
      fi
      printf '%s: the log:     %s\n' "${0##*/}" "$2"
    fi
    printf '%s: the way out: %s\n' "${0##*/}" "$3"
  } >&2
  exit 1
}

# wrong_use TEXT: ends the tool with one line.
wrong_use() { echo "${0##*/}: $1; see ${0##*/} --help" >&2; exit 2; }

progress_child=
# Set during a step that must not be interrupted.
progress_unbroken=

# Ends the command of a step that is still running; every tool's EXIT trap calls it.
stop_step() {
  [[ -n $progress_child ]] || return 0
  if [[ -n $progress_unbroken ]]; then
    say "stopping when this step has ended: half of it would be worse than none"
    wait "$progress_child" || true
  else
    kill -TERM "$progress_child" 2>/dev/null || true
  fi
  progress_child=
}
trap stop_step EXIT

# The progress of the command that writes LOG: a percentage or count if it prints one (apt's status lines in
# LOG.progress, ninja's "[12/530]"), otherwise its newest line. URLs of packages are not shown.
progress_of() { # LOG
  local line='' percent
  [[ ! -s $1.progress ]] || line=$(tail -n 1 "$1.progress")
  if [[ $line =~ ^(dl|pm)status:[^:]*(:[a-z][a-z0-9-]*)?:([0-9]+) ]]; then
    percent=${BASH_REMATCH[3]}
    if [[ ${1##*/} != *update* ]]; then # packages are fetched, then installed; lists are only fetched
      percent=$((percent / 2))
      [[ ${BASH_REMATCH[1]} == dl ]] || percent=$((50 + percent))
    fi
    echo "$percent %"
    return
  fi
  line=$(tail -c 400 "$1" | tr '\r' '\n' | grep -v '^[[:space:]]*$' | tail -n 1 | cut -c1-90 || true)
  if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
    echo "$((100 * BASH_REMATCH[1] / BASH_REMATCH[2])) %  ${line%% *}"
  elif [[ $line != *://* ]]; then
    echo "$line"
  fi
}

# run_step TITLE LOG WAY_OUT COMMAND...: runs COMMAND with its output in LOG, shows its progress (every 10 s; on a
# terminal every second, in place), prints the time it took; a failure ends the tool.
run_step() {
  local title=$1 log=$2 way_out=$3 start status=0 last=0 elapsed
  shift 3
  mkdir -p "${log%/*}"
  : >"$log"
  rm -f "$log.progress"
  start=$(now_ms)
  [[ -t 1 ]] || say "$title ..."
  "$@" >>"$log" 2>&1 </dev/null &
  progress_child=$!
  while kill -0 "$progress_child" 2>/dev/null; do
    sleep 0.1
    elapsed=$((($(now_ms) - start) / 1000))
    if [[ -t 1 ]] && ((elapsed > last)); then
      printf '\r\033[K%s: %s ... %d s  %.60s' "${0##*/}" "$title" "$elapsed" "$(progress_of "$log")"
      last=$elapsed
    elif [[ ! -t 1 ]] && ((elapsed >= last + 10)); then
      say "$title ... $elapsed s  $(progress_of "$log")"
      last=$elapsed
    fi
  done
  wait "$progress_child" || status=$?
  progress_child=
  [[ ! -t 1 ]] || printf '\r\033[K'
  ((status == 0)) || fail "$title (exit status $status after $(seconds_since "$start") s)" "$log" "$way_out"
  say "$title: done in $(seconds_since "$start") s"
}

# shellcheck shell=bash disable=SC2154 # dir: set by the tool that sources this
# Background processes of one directory: $dir/pids/NAME has the pid and what identifies the process (its start time and
# boot), $dir/logs/NAME.log what it printed. Needs no ps: /proc has everything.

# process_birth PID: empty if there is no such process, or only a zombie.
process_birth() {
  local stat fields
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
  stat=${stat##*) }
  [[ $stat != [ZX]* ]] || return 0
  read -ra fields <<<"$stat"
  echo "${fields[19]}-$(</proc/sys/kernel/random/boot_id)"
}

# process_pid NAME: the pid while the process that we started runs; status 1 otherwise.
process_pid() {
  local file=$dir/pids/$1 pid birth
  [[ -s $file ]] || return 1
  read -r pid birth <"$file" || return 1
  [[ $pid =~ ^[0-9]+$ && -n $birth && $(process_birth "$pid") == "$birth" ]] || return 1
  echo "$pid"
}

process_runs() { process_pid "$1" >/dev/null; }

# process_start NAME COMMAND...: in a separate session, so that Ctrl-C reaches the tool and not the process.
process_start() {
  local name=$1 pid
  shift
  mkdir -p "$dir/pids" "$dir/logs"
  [[ ! -s $dir/logs/$name.log ]] || mv -f "$dir/logs/$name.log" "$dir/logs/$name.log.1"
  setsid -- "$@" </dev/null >>"$dir/logs/$name.log" 2>&1 9>&- &
  pid=$!
  disown "$pid"
  echo "$pid $(process_birth "$pid")" >"$dir/pids/$name"
}

# process_wait NAME SECONDS READY_COMMAND...: status 1 after the time-out, 2 when the process has ended, 3 when the tool
# itself has (Ctrl-C while this runs in its background).
process_wait() {
  local name=$1 limit=$(($(now_ms) + $2 * 1000)) last_word
  shift 2
  last_word=$(now_ms)
  until "$@" >/dev/null 2>&1; do
    process_runs "$name" || return 2
    (($(now_ms) < limit)) || return 1
    [[ -e /proc/$$ ]] || return 3
    if (($(now_ms) - last_word > 5000)); then
      say "waiting for $name"
      last_word=$(now_ms)
    fi
    sleep 0.1
  done
}

# process_family PID: the pid and those of all its descendants.
process_family() {
  local -A parents=()
  local file stat pid all="$1" grown=1
  for file in /proc/[0-9]*/stat; do
    { stat=$(<"$file"); } 2>/dev/null || continue
    pid=${stat%% *}
    stat=${stat##*) }
    stat=${stat#* }
    parents[$pid]=${stat%% *}
  done
  while ((grown)); do
    grown=0
    for pid in "${!parents[@]}"; do
      if [[ " $all " == *" ${parents[$pid]} "* ]]; then
        [[ " $all " == *" $pid "* ]] || all+=" $pid"
        unset "parents[$pid]"
        grown=1
      fi
    done
  done
  echo "$all"
}

# process_kill NAME: kill -9 of it and of every process that it started; returns when all are gone.
process_kill() {
  local pid family member
  pid=$(process_pid "$1") || { rm -f "$dir/pids/$1"; return 0; }
  kill -STOP "$pid" 2>/dev/null || true # so that it starts no more while its family is counted
  family=$(process_family "$pid")
  # shellcheck disable=SC2086 # a list of numbers
  kill -KILL $family 2>/dev/null || true
  for member in $family; do
    while [[ -n $(process_birth "$member") ]]; do sleep 0.02; done
  done
  rm -f "$dir/pids/$1"
}

# process_stop NAME SIGNAL SECONDS: asks, waits, and kills a process that does not end (status 1 then).
process_stop() {
  local name=$1 signal=$2 pid limit
  limit=$(($(now_ms) + $3 * 1000))
  pid=$(process_pid "$name") || { rm -f "$dir/pids/$name"; return 0; }
  kill "-$signal" "$pid" 2>/dev/null || true
  while process_runs "$name"; do
    if (($(now_ms) >= limit)); then
      say "$name did not stop within $3 s: killed" >&2
      process_kill "$name"
      return 1
    fi
    sleep 0.05
  done
  rm -f "$dir/pids/$name"
}

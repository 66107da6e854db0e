# shellcheck shell=bash disable=SC2154 # top, dir, build: set by the tool that sources this
# MotCua's programs as background processes of $dir, several replicas of each, each with its own ports. The
# programs and their options are in program_table.py: programs_read_table first, once Python is installed. Needs
# ports.sh, processes.sh, databases.sh, and MOTCUA_STACK_* in the environment.

program_table() { /usr/bin/python3 -B "$top/tools/dev/program_table.py" "$@"; }

readonly programs_stop_seconds=45

programs_read_table() {
  read -ra programs_all < <(program_table programs)
  # shellcheck disable=SC2034 # for tools/run
  read -ra programs_stateful < <(program_table stateful)
  read -ra programs_ports < <(program_table ports)
}

# program_replicas [PROGRAM...]: "intake-1 intake-2 ..."
program_replicas() {
  local program port
  for program in "${@:-${programs_all[@]}}"; do
    for port in "${programs_ports[@]}"; do
      if [[ $port =~ ^($program-[0-9]+)-metrics$ ]]; then echo "${BASH_REMATCH[1]}"; fi
    done
  done
}

# The listeners of a replica.
replica_listens() {
  local port
  for port in "${programs_ports[@]}"; do
    if [[ $port == "$1"-* ]]; then echo "${port#"$1"-}"; fi
  done
}

# listen_address REPLICA WHAT: "127.0.0.1:21234"
listen_address() { echo "127.0.0.1:$(port_of "$1-$2")"; }

# targets_of PROGRAM: its replicas, in the form for clients.
targets_of() {
  local replica targets=()
  for replica in $(program_replicas "$1"); do targets+=("$(listen_address "$replica" grpc)"); done
  (IFS=,; echo "${targets[*]}")
}

portal_credentials_file() { echo "$dir/portal-credentials.json"; }

program_answers() { curl -fsS -m 2 -o "$dir/ready-$1" "http://$(listen_address "$1" metrics)/readyz"; }

program_start() {
  local settings=()
  mapfile -t settings <"$dir/programs/$1.env"
  process_start "$1" env "${settings[@]}" "$build/services/${1%-*}/motcua-${1%-*}"
}

# programs_start: all at once, then waits until every one says that it is ready.
programs_start() {
  local replica port status
  for port in "${programs_ports[@]}"; do port_for "$port" >/dev/null; done
  program_table write "$dir" "$(sample_province_code)"
  for replica in $(program_replicas); do program_start "$replica"; done
  for replica in $(program_replicas); do
    status=0
    process_wait "$replica" 30 program_answers "$replica" || status=$?
    rm -f "$dir/ready-$replica"
    case $status in
      0) ;;
      2) fail "starting $replica: it ended at once" "$dir/logs/$replica.log" "see the log; start clean: tools/run --reset" ;;
      *) fail "waiting 30 s for $replica to be ready" "$dir/logs/$replica.log" "see the log; start clean: tools/run --reset" ;;
    esac
  done
}

programs_stop() {
  local replica jobs=()
  for replica in $(program_replicas); do
    process_stop "$replica" TERM "$programs_stop_seconds" &
    jobs+=($!)
  done
  for replica in "${jobs[@]}"; do wait "$replica" || true; done
}

# Replicas that should be running and are not.
programs_dead() {
  local replica
  for replica in $(program_replicas); do process_runs "$replica" || echo "$replica"; done
}

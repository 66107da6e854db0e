# shellcheck shell=bash disable=SC2154 # top, dir, build: set by the tool that sources this
# MotCua's programs as background processes of $dir, several replicas of each, every one with ports of its own.
# Needs ports.sh, processes.sh, databases.sh, and MOTCUA_STACK_* in the environment.

readonly programs_replicas=2
readonly programs_all=(intake processing gateway)
# shellcheck disable=SC2034 # for tools/run
readonly programs_stateful=(intake processing)
readonly programs_stop_seconds=45

# program_replicas [PROGRAM]: "intake-1 intake-2 ..."
program_replicas() {
  local program n
  for program in "${@:-${programs_all[@]}}"; do
    for ((n = 1; n <= programs_replicas; n++)); do echo "$program-$n"; done
  done
}

# What a program listens on, beside metrics.
program_ports() {
  case $1 in
    gateway) echo http grpc metrics ;;
    *) echo grpc metrics ;;
  esac
}

# listen_address REPLICA WHAT: "127.0.0.1:21234"
listen_address() { echo "127.0.0.1:$(port_of "$1-$2")"; }

# targets_of PROGRAM: its replicas, as a client of it wants them.
targets_of() {
  local replica targets=()
  for replica in $(program_replicas "$1"); do targets+=("$(listen_address "$replica" grpc)"); done
  (IFS=,; echo "${targets[*]}")
}

portal_credentials_file() { echo "$dir/portal-credentials.json"; }

# Tokens by which portals prove who they are to the gateway; made once, readable by their owner only.
portal_credentials_make() {
  local file
  file=$(portal_credentials_file)
  [[ ! -s $file ]] || return 0
  (umask 077; python3 -c '
import json, secrets, sys
json.dump({"portals": [{"id": "sample-portal", "token": secrets.token_urlsafe(32)}]}, sys.stdout, indent=2)
' >"$file.new")
  mv "$file.new" "$file"
}

# program_settings REPLICA: its environment, a line each.
program_settings() {
  local replica=$1 program=${1%-*} prefix
  prefix=MOTCUA_${program^^}
  echo "${prefix}_GRPC_LISTEN=$(listen_address "$replica" grpc)"
  echo "${prefix}_METRICS_LISTEN=$(listen_address "$replica" metrics)"
  echo "${prefix}_KAFKA_BROKERS=$MOTCUA_STACK_KAFKA_BROKERS"
  # No load balancer has to notice anything here.
  echo "${prefix}_DRAIN_DELAY=200ms"
  case $program in
    intake | processing)
      echo "${prefix}_PROVINCE=$(sample_province_code)"
      echo "${prefix}_SIMULATION=true"
      ;;&
    intake)
      echo "${prefix}_DB_DSN=$(database_dsn intake)"
      echo "${prefix}_PROCESSING_TARGETS=$(targets_of processing)"
      ;;
    processing)
      echo "${prefix}_DB_DSN=$(database_dsn processing)"
      echo "${prefix}_INTAKE_TARGETS=$(targets_of intake)"
      ;;
    gateway)
      echo "${prefix}_HTTP_LISTEN=$(listen_address "$replica" http)"
      echo "${prefix}_REDIS_ADDRESS=$MOTCUA_STACK_REDIS_ADDRESS"
      echo "${prefix}_INTAKE_TARGETS=$(targets_of intake)"
      echo "${prefix}_PROCESSING_TARGETS=$(targets_of processing)"
      echo "${prefix}_PORTAL_CREDENTIALS_FILE=$(portal_credentials_file)"
      ;;
  esac
}

# Prometheus finds every replica by this file.
programs_tell_prometheus() {
  local replica file=$dir/prometheus/targets/programs.json
  for replica in $(program_replicas); do
    echo "${replica%-*} $replica $(listen_address "$replica" metrics)"
  done | python3 -c '
import json, sys
json.dump([{"targets": [address], "labels": {"service": service, "replica": replica}}
           for service, replica, address in map(str.split, sys.stdin)], sys.stdout, indent=2)
' >"$file.new"
  mv "$file.new" "$file"
}

program_answers() { curl -fsS -m 2 -o "$dir/ready-$1" "http://$(listen_address "$1" metrics)/readyz"; }

program_start() {
  local settings=()
  mapfile -t settings < <(program_settings "$1")
  process_start "$1" env "${settings[@]}" "$build/services/${1%-*}/motcua-${1%-*}"
}

# programs_start: all at once, then waits until every one says that it is ready.
programs_start() {
  local replica what status
  for replica in $(program_replicas); do
    for what in $(program_ports "${replica%-*}"); do port_for "$replica-$what" >/dev/null; done
  done
  portal_credentials_make
  for replica in $(program_replicas); do program_start "$replica"; done
  programs_tell_prometheus
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

# The replicas that should run and do not.
programs_dead() {
  local replica
  for replica in $(program_replicas); do process_runs "$replica" || echo "$replica"; done
}

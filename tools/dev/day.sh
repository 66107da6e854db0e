# shellcheck shell=bash disable=SC2154 # top, dir, build: set by the tool that sources this
# The work after the programs have started: loads the sample province, plays days, recounts the figures.
# Needs programs.sh.

# The clerks' and operators' side is gRPC; any replica will do.
day_environment() {
  local program name
  for program in "${programs_all[@]}"; do
    name=MOTCUA_CTL_${program^^}_TARGETS
    export "$name=$(targets_of "$program")"
  done
  export MOTCUA_CTL_KAFKA_BROKERS=$MOTCUA_STACK_KAFKA_BROKERS
  # For tools/motcuactl in another terminal.
  env | grep '^MOTCUA_CTL_' >"$dir/ctl.env.new"
  mv "$dir/ctl.env.new" "$dir/ctl.env"
}

day_load_province() {
  local ctl=$build/tools/ctl/motcuactl sample=$top/deploy/sample
  "$ctl" load "$sample" && "$ctl" sms templates load "$sample/templates.json" &&
    "$ctl" petition-rules load "$sample/petition-rules.json" && "$ctl" report targets load "$sample/targets.json"
}

day_play() {
  local program targets=()
  for program in "${programs_stateful[@]}"; do targets+=("--$program" "$(targets_of "$program")"); done
  "$top/tools/demo/play" --gateway "$(gateway_urls)" "${targets[@]}" \
    --portal-credentials "$(portal_credentials_file)" --province "$top/deploy/sample" --summary "$dir/summary.json"
}

# The figures of the demo against the owners' histories, read by the databases' owner.
day_recount() {
  "$top/tools/recount/recount" --intake "$(database_dsn intake)" --processing "$(database_dsn processing)" \
    --kafka "$MOTCUA_STACK_KAFKA_BROKERS" --expect "$dir/summary.json" &&
    "$top/tools/recount/form06a" --intake "$(database_dsn intake)" --processing "$(database_dsn processing)" \
      --ctl "$build/tools/ctl/motcuactl" --random 20
}

gateway_urls() {
  local replica urls=()
  for replica in $(program_replicas gateway); do urls+=("http://$(listen_address "$replica" http)"); done
  (IFS=,; echo "${urls[*]}")
}

day_print_addresses() {
  local replica what
  echo
  echo "Addresses"
  for replica in $(program_replicas); do
    printf '  %-14s' "$replica"
    for what in $(replica_listens "$replica"); do
      if [[ $what == grpc ]]; then printf '  %s %s' "$what" "$(listen_address "$replica" grpc)"
      # Call-backs are for Kannel only.
      elif [[ $what != callback ]]; then printf '  %s http://%s' "$what" "$(listen_address "$replica" "$what")"; fi
    done
    echo
  done
  printf '  %-14s  %s\n' prometheus "$MOTCUA_STACK_PROMETHEUS_URL" kafka "$MOTCUA_STACK_KAFKA_BROKERS" \
    redis "$MOTCUA_STACK_REDIS_ADDRESS" postgres "$MOTCUA_STACK_POSTGRES_ADMIN_DSN" \
    kannel "$MOTCUA_STACK_KANNEL_ADMIN_URL/status?password=\$(cat $MOTCUA_STACK_KANNEL_STATUS_PASSWORD_FILE)" \
    'SMS network' "$MOTCUA_STACK_FAKESMSC_LOG" portal "$MOTCUA_STACK_PORTAL_URL/simulator/counts"
  printf '  %-14s  %s\n' 'portal token' "$(portal_credentials_file)" logs "$dir/logs"
  echo
}

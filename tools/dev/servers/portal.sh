# shellcheck shell=bash disable=SC2154 # top, dir: set by the tool that sources this
# The National Portal of tools/stack: tools/portal_simulator; everything sent to it is kept in $dir/portal.

readonly portal_user=motcua
readonly portal_unit_code=000.00.01.H19

portal_ports() { echo portal; }

portal_prepare() {
  mkdir -p "$dir/portal"
  [[ -s $dir/portal/password ]] || (umask 077; od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$dir/portal/password")
}

portal_start() {
  process_start portal env PORTAL_SIMULATOR_PASSWORD="$(<"$dir/portal/password")" /usr/bin/python3 -B \
    "$top/tools/portal_simulator/simulator.py" --port "$(port_of portal)" --store "$dir/portal/store.sqlite" \
    --user "$portal_user" --unit-code "$portal_unit_code"
}

portal_ready() { curl -fsS -m 2 "http://$(portal_where)/simulator/counts"; }

portal_stop() { process_stop portal TERM 10; }

portal_where() { echo "127.0.0.1:$(port_of portal)"; }

portal_env() {
  echo "MOTCUA_STACK_PORTAL_URL=http://$(portal_where)"
  echo "MOTCUA_STACK_PORTAL_USER=$portal_user"
  echo "MOTCUA_STACK_PORTAL_PASSWORD_FILE=$dir/portal/password"
  echo "MOTCUA_STACK_PORTAL_UNIT_CODE=$portal_unit_code"
}

portal_wipe() { rm -rf "$dir/portal"; }

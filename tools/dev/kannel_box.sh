#!/usr/bin/env bash
# Keeps one box of Kannel running: starts it when the port it connects to listens, and again when it ends.
#
#   tools/dev/kannel_box.sh PORT COMMAND...
#
# smsbox and fakesmsc end when bearerbox does. smsbox would then start a copy of itself, which could not be stopped by
# process id; it looks for the name it was called by, so it is called by a name that no program has.
set -euo pipefail

# shellcheck source=tools/dev/ports.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/ports.sh"

port=$1
shift
box=''
# The copy, which smsbox still starts when bearerbox ends, hangs without a parent; it is in this script's process group.
trap '[[ -z $box ]] || { kill -TERM "$box" 2>/dev/null; wait "$box"; } || true; kill -KILL -- "-$$"; exit 0' TERM INT
while :; do
  if port_taken "$port" 0A; then
    # It ends with this script in any case: a TERM may come before its process id is known here.
    setpriv --pdeathsig KILL -- bash -c 'exec -a motcua-box "$@"' box "$@" &
    box=$!
    wait "$box" || true
    box=''
  fi
  sleep 0.2 &
  wait $! || true
done

# shellcheck shell=bash disable=SC2154 # dir: set by the tool that sources this
# Free TCP ports on this machine, each kept in $dir/ports/NAME so that a restarted server keeps its address. Ports
# are below the range that the kernel uses for outgoing connections, so no client can use them.

readonly ports_first=20000 ports_count=10000

# port_taken PORT [STATE]: whether a socket of this machine uses it (STATE 0A: only listening ones).
port_taken() {
  local hex
  printf -v hex '%04X' "$1"
  grep -qsE "^ *[0-9]+: [0-9A-F]+:$hex [0-9A-F]+:[0-9A-F]+ ${2:-..} " /proc/net/tcp /proc/net/tcp6
}

# port_for NAME: call it while the server NAME is not running.
port_for() {
  local file=$dir/ports/$1 port tries
  mkdir -p "$dir/ports"
  if [[ -s $file ]]; then
    port=$(<"$file")
    if ! port_taken "$port" 0A; then echo "$port"; return; fi
  fi
  for ((tries = 0; tries < 200; tries++)); do
    port=$((ports_first + (RANDOM << 15 | RANDOM) % ports_count))
    if ! port_taken "$port" && ! grep -qsxF "$port" "$dir"/ports/*; then
      echo "$port" >"$file"
      echo "$port"
      return
    fi
  done
  fail "finding a free port for $1" "" "end programs that listen on ports $ports_first and up, and try again"
}

# port_of NAME: the port it was given.
port_of() { cat "$dir/ports/$1"; }

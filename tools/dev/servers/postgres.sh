# shellcheck shell=bash disable=SC2154 # top, dir: set by the tool that sources this
# PostgreSQL for tools/stack: a separate cluster, durable as in production, open to this machine only and without
# passwords (development and tests; a province's roles and passwords are in deploy/).
#
# The server refuses to run as root. Then it runs as the user created by Debian's package, with its files where
# that user can reach them: in $dir if possible, otherwise (a checkout under /root) in /var/tmp, linked from $dir.

postgres_user() { if ((EUID == 0)); then echo postgres; else id -un; fi; }

# postgres_run COMMAND...: as the server's user.
postgres_run() {
  if ((EUID == 0)); then
    setpriv --reuid=postgres --regid=postgres --init-groups -- env -C / HOME=/ "$@"
  else
    "$@"
  fi
}

# The newest installed version, or the one that created the data.
postgres_bin() {
  local bins version='*'
  [[ ! -s $dir/postgres/version ]] || version=$(<"$dir/postgres/version")
  # shellcheck disable=SC2206 # a pattern
  bins=(/usr/lib/postgresql/$version/bin)
  bins=("$(printf '%s\n' "${bins[@]}" | sort -V | tail -n 1)")
  [[ -x ${bins[0]}/initdb ]] ||
    fail "finding PostgreSQL ${version/\*/} in /usr/lib/postgresql" "" "tools/install run, or start clean: tools/stack down --wipe"
  echo "${bins[0]}"
}

# Location of the files when the server's user cannot enter $dir.
postgres_outside() { echo "/var/tmp/motcua-$(sha256sum <<<"$dir" | cut -c1-12)"; }

postgres_home() { readlink -f "$dir/postgres"; }

postgres_make_home() {
  local outside
  [[ ! -d $dir/postgres/ ]] || return 0
  rm -f "$dir/postgres" # a link whose target is gone
  ((EUID != 0)) || id -u postgres >/dev/null 2>&1 ||
    fail "finding the user postgres, as which the server runs" "" "tools/install run"
  if ((EUID != 0)) || postgres_run test -x "$dir" 2>/dev/null; then
    mkdir "$dir/postgres"
  else
    outside=$(postgres_outside)
    # Left by a deleted checkout of ours, or planted by someone in a world-writable directory.
    [[ ! -e $outside && ! -L $outside || ! -L $outside && -O $outside ]] ||
      fail "using $outside, which belongs to somebody else" "" "have it removed"
    rm -rf "$outside"
    mkdir -m 711 "$outside"
    ln -s "$outside" "$dir/postgres"
  fi
}

# A socket's path may have 107 bytes; the file's own name takes up to 17.
postgres_make_socket_dir() {
  local file socket_dir
  file=$dir/postgres/socket-dir
  if [[ -s $file && -d $(<"$file") ]]; then return; fi
  socket_dir=$(postgres_home)/socket
  if ((${#socket_dir} > 85)); then
    socket_dir=$(mktemp -d /tmp/motcua-XXXXXX)
  else
    mkdir -p "$socket_dir"
  fi
  chmod 700 "$socket_dir"
  ((EUID != 0)) || chown postgres: "$socket_dir"
  echo "$socket_dir" >"$file"
}

postgres_ports() { echo postgres; }

postgres_prepare() {
  local bin home
  postgres_make_home
  bin=$(postgres_bin)
  home=$(postgres_home)
  if [[ ! -s $home/version ]]; then
    rm -rf "$home/data"
    mkdir -m 700 "$home/data"
    ((EUID != 0)) || chown postgres: "$home/data"
    postgres_run "$bin/initdb" --pgdata="$home/data" --username=postgres --auth=trust --encoding=UTF8 \
      --locale=C.UTF-8 --no-sync --no-instructions >"$dir/logs/postgres-initdb.log" 2>&1 ||
      fail "making a PostgreSQL cluster" "$dir/logs/postgres-initdb.log" "tools/stack down --wipe, and try again"
    cp "$home/data/PG_VERSION" "$home/version"
  fi
  postgres_make_socket_dir
  port_for postgres >/dev/null
}

# After kill -9 the server checks whether the process in its lock files exists, and takes a dead process that is not yet
# reaped (a container without an init never reaps) for a living one. Its shared memory is another lock, which stays.
postgres_remove_stale_locks() {
  local file pid
  for file in "$(postgres_home)/data/postmaster.pid" "$(<"$dir/postgres/socket-dir")"/.s.PGSQL.*.lock; do
    [[ -s $file ]] || continue
    read -r pid <"$file"
    [[ -n $(process_birth "$pid") ]] || rm -f "$file"
  done
}

postgres_start() {
  local bin settings=() setting
  bin=$(postgres_bin)
  postgres_remove_stale_locks
  for setting in "port=$(port_of postgres)" "unix_socket_directories=$(<"$dir/postgres/socket-dir")" \
    listen_addresses=127.0.0.1 max_connections=400 fsync=on synchronous_commit=on timezone=UTC log_timezone=UTC \
    logging_collector=off log_line_prefix='%m [%p] %d ' cluster_name=motcua; do
    settings+=(-c "$setting")
  done
  if ((EUID == 0)); then
    process_start postgres setpriv --reuid=postgres --regid=postgres --init-groups -- env -C / HOME=/ \
      "$bin/postgres" -D "$(postgres_home)/data" "${settings[@]}"
  else
    process_start postgres "$bin/postgres" -D "$(postgres_home)/data" "${settings[@]}"
  fi
}

postgres_ready() {
  local port
  port=$(port_of postgres)
  "$(postgres_bin)/pg_isready" -q -h 127.0.0.1 -p "$port" -U postgres -d postgres -t 2 &&
    [[ $("$(postgres_bin)/psql" -X -At -h 127.0.0.1 -p "$port" -U postgres -d postgres -c 'SELECT 1') == 1 ]]
}

postgres_env() {
  local port
  port=$(port_of postgres)
  echo "MOTCUA_STACK_POSTGRES_PORT=$port"
  echo "MOTCUA_STACK_POSTGRES_SOCKET_DIR=$(<"$dir/postgres/socket-dir")"
  echo "MOTCUA_STACK_POSTGRES_ADMIN_DSN=postgresql://postgres@127.0.0.1:$port/postgres"
}

# "Fast" shutdown: ends the sessions and writes a checkpoint.
postgres_stop() { process_stop postgres INT 30; }

postgres_where() { echo "127.0.0.1:$(port_of postgres)"; }

postgres_wipe() {
  local socket_dir outside
  if [[ -s $dir/postgres/socket-dir ]]; then
    socket_dir=$(<"$dir/postgres/socket-dir")
    [[ $socket_dir != /tmp/motcua-* ]] || rm -rf "$socket_dir"
  fi
  if [[ -L $dir/postgres ]]; then
    outside=$(postgres_outside)
    [[ $(readlink "$dir/postgres") != "$outside" ]] || rm -rf "$outside"
  fi
  rm -rf "$dir/postgres"
}

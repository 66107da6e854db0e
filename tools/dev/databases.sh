# shellcheck shell=bash disable=SC2154 # top, dir: set by the tool that sources this
# One database and one role per service on the PostgreSQL of tools/stack, and its migrations. Repeating it changes
# nothing. Requires MOTCUA_STACK_POSTGRES_* in the environment.

# database_dsn SERVICE: the DSN used by the service itself.
database_dsn() { echo "postgresql://motcua_$1@127.0.0.1:$MOTCUA_STACK_POSTGRES_PORT/motcua_$1"; }

# database_create SERVICE: no other service's role can connect to it.
database_create() {
  psql -X -q -v ON_ERROR_STOP=1 -v name="motcua_$1" "$MOTCUA_STACK_POSTGRES_ADMIN_DSN" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN', :'name')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'name') \gexec
SQL
}

# database_migrate SERVICE: sqitch skips what is deployed already.
database_migrate() {
  TZ=UTC SQITCH_FULLNAME=MotCua SQITCH_EMAIL=motcua@localhost \
    sqitch --quiet --chdir "$top/services/$1/db" deploy --verify \
    "db:pg://motcua_$1@127.0.0.1:$MOTCUA_STACK_POSTGRES_PORT/motcua_$1"
}

# A demo's database is marked as a simulation when created (design rule 11), starting before everything that is played:
# simulated time cannot go back, and a program that creates this row itself starts at the machine's time.
database_mark_simulation() {
  psql -X -q -v ON_ERROR_STOP=1 -v province="$(sample_province_code)" "$(database_dsn "$1")" <<'SQL'
INSERT INTO installation (province, simulation, simulated_now, outbox_shards)
VALUES (:'province', true, '2026-01-01Z', 4) ON CONFLICT DO NOTHING
SQL
}

# The code of the province that tools/run loads.
sample_province_code() {
  /usr/bin/python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["province"])' "$top/deploy/sample/province.json"
}

database_prepare() { database_create "$1" && database_migrate "$1" && database_mark_simulation "$1"; }

# databases_prepare SERVICE...: at the same time.
databases_prepare() {
  local service jobs=() status=0
  for service in "$@"; do
    database_prepare "$service" >"$dir/logs/migrate-$service.log" 2>&1 &
    jobs+=($!)
  done
  for service in "$@"; do
    if ! wait "${jobs[0]}"; then
      echo "migrating $service failed:"
      cat "$dir/logs/migrate-$service.log"
      status=1
    fi
    jobs=("${jobs[@]:1}")
  done
  return "$status"
}

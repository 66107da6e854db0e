#!/usr/bin/env bash
# A service's migrations with the real sqitch, on an empty database of their own: deploy, verify, revert to nothing,
# deploy again to the same schema, which a role that owns nothing can use like the first. Usage:
# sqitch_migrations_test.sh SOURCE_DIR SERVICE
set -euo pipefail

readonly top=$1 service=$2
: "${MOTCUA_STACK_POSTGRES_ADMIN_DSN:?not set: run tools/stack up, or the test through tools/test}"
readonly admin=$MOTCUA_STACK_POSTGRES_ADMIN_DSN
if [[ $admin != postgresql://*/* ]]; then
  echo "MOTCUA_STACK_POSTGRES_ADMIN_DSN must be postgresql://user@host:port/database here: $admin" >&2
  exit 1
fi

readonly database=motcua_test_sqitch_$$_$RANDOM
readonly dsn=${admin%/*}/$database
readonly role=${database}_role
admin_sql() { psql -X -q -v ON_ERROR_STOP=1 -c "$1" "$admin"; }
trap 'admin_sql "DROP DATABASE IF EXISTS $database WITH (FORCE)"; admin_sql "DROP ROLE IF EXISTS $role"' EXIT

# migrate VERB [OPTION...]
migrate() {
  local verb=$1
  shift
  TZ=UTC SQITCH_FULLNAME=MotCua SQITCH_EMAIL=motcua@localhost \
    sqitch --chdir "$top/services/$service/db" "$verb" "$@" "db:pg:${dsn#postgresql:}"
}

# Without the rights on the schema itself, because the revert recreates it with those of its creator.
schema() {
  pg_dump --schema-only --schema=public --no-owner --no-privileges --no-comments "$dsn" |
    grep -v -e '^--' -e '^$' -e '^CREATE SCHEMA public;$' -e '^.restrict ' -e '^.unrestrict '
}

# The migrating role may differ from the program's role, which must have access to the tables granted to it.
role_can_use() {
  psql -X -q -v ON_ERROR_STOP=1 -c "GRANT SELECT ON event_history TO $role" "$dsn"
  if ! psql -X -q -v ON_ERROR_STOP=1 -c "SET ROLE $role" -c 'SELECT FROM event_history LIMIT 1' "$dsn" >/dev/null; then
    echo "FAILED: $service: after the $1 deploy a role cannot use the tables granted to it" >&2
    exit 1
  fi
}

admin_sql "CREATE DATABASE $database"
admin_sql "CREATE ROLE $role"
migrate deploy
migrate verify
first=$(schema)
grep -q 'CREATE TABLE public.event_history' <<<"$first"
role_can_use first

migrate revert -y
left=$(psql -X -A -t -c "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace" "$dsn")
if [[ -n $left ]]; then
  echo "FAILED: $service: the revert left: $left" >&2
  exit 1
fi
# sqitch itself has nothing to verify now; the scripts must notice that nothing is there.
for script in "$top/services/$service"/db/verify/*.sql; do
  if psql -X -q -v ON_ERROR_STOP=1 -f "$script" "$dsn" >/dev/null 2>&1; then
    echo "FAILED: $service: $script passes on a reverted database" >&2
    exit 1
  fi
done

migrate deploy --verify
if ! diff <(echo "$first") <(schema); then
  echo "FAILED: $service: the second deploy gives another schema" >&2
  exit 1
fi
role_can_use second
echo "$service: deployed, verified, reverted, deployed again"

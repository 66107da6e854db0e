#!/usr/bin/env bash
# A service's migrations with the real sqitch, on an empty database of their own: deploy, verify, revert to nothing,
# deploy again to the same schema.
# Usage: sqitch_migrations_test.sh SOURCE_DIR SERVICE
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
admin_sql() { psql -X -q -v ON_ERROR_STOP=1 -c "$1" "$admin"; }
trap 'admin_sql "DROP DATABASE IF EXISTS $database WITH (FORCE)"' EXIT

# migrate VERB [OPTION...]
migrate() {
  local verb=$1
  shift
  TZ=UTC SQITCH_FULLNAME=MotCua SQITCH_EMAIL=motcua@localhost \
    sqitch --chdir "$top/services/$service/db" "$verb" "$@" "db:pg:${dsn#postgresql:}"
}

# Without the rights on the schema itself: the revert makes that anew, with its maker's.
schema() {
  pg_dump --schema-only --schema=public --no-owner --no-privileges --no-comments "$dsn" |
    grep -v -e '^--' -e '^$' -e '^CREATE SCHEMA public;$' -e '^.restrict ' -e '^.unrestrict '
}

admin_sql "CREATE DATABASE $database"
migrate deploy
migrate verify
first=$(schema)
grep -q 'CREATE TABLE public.event_history' <<<"$first"

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
echo "$service: deployed, verified, reverted, deployed again"

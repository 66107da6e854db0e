# shellcheck shell=bash disable=SC2154 # top, dir: set by the tool that sources this
# Redis for tools/stack: a cache, so nothing of it is kept on disk.

redis_ports() { echo redis; }

redis_prepare() {
  mkdir -p "$dir/redis"
  port_for redis >/dev/null
}

redis_start() {
  process_start redis redis-server --port "$(port_of redis)" --bind 127.0.0.1 --dir "$dir/redis" --daemonize no \
    --save '' --appendonly no
}

redis_ready() { [[ $(redis-cli -h 127.0.0.1 -p "$(port_of redis)" ping) == PONG ]]; }

redis_stop() { process_stop redis TERM 10; }

redis_where() { echo "127.0.0.1:$(port_of redis)"; }

redis_env() { echo "MOTCUA_STACK_REDIS_ADDRESS=$(redis_where)"; }

redis_wipe() { rm -rf "$dir/redis"; }

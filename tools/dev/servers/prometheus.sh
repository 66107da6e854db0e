# shellcheck shell=bash disable=SC2154 # top, dir: set by the tool that sources this
# Prometheus for tools/stack. Other tools write its targets to $dir/prometheus/targets/*.json; it notices changes
# automatically.

prometheus_ports() { echo prometheus; }

prometheus_prepare() {
  mkdir -p "$dir/prometheus/targets"
  cp "$top/tools/dev/servers/prometheus.yaml" "$dir/prometheus/prometheus.yaml"
  ln -sfn "$top/deploy/prometheus/rules" "$dir/prometheus/rules"
  port_for prometheus >/dev/null
}

prometheus_start() {
  process_start prometheus prometheus --config.file="$dir/prometheus/prometheus.yaml" \
    --storage.tsdb.path="$dir/prometheus/data" --storage.tsdb.retention.time=3d \
    --web.listen-address="$(prometheus_where)" --log.level=warn
}

prometheus_ready() { curl -fsS -m 2 "http://$(prometheus_where)/-/ready"; }

prometheus_stop() { process_stop prometheus TERM 15; }

prometheus_where() { echo "127.0.0.1:$(port_of prometheus)"; }

prometheus_env() { echo "MOTCUA_STACK_PROMETHEUS_URL=http://$(prometheus_where)"; }

prometheus_wipe() { rm -rf "$dir/prometheus"; }

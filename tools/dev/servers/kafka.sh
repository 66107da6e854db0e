# shellcheck shell=bash disable=SC2154 # top, dir: set by the tool that sources this
# Apache Kafka for tools/stack: broker and controller in one process (KRaft), the jars that tools/install fetched.

# Serial collector and C1 only: such a small broker is ready sooner and leaves the cores to the programs.
readonly kafka_jvm_flags=(-Xms128m -Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true)
readonly kafka_lib=$top/.motcua/kafka/lib
# Any 16 bytes in base64url. The same in every stack, so that clients can continue after the data was wiped.
readonly kafka_cluster_id=bW90Y3VhLWRldi1zdGFjaw

kafka_java() { exec java "${kafka_jvm_flags[@]}" -cp "$kafka_lib/*" "-Dlog4j2.configurationFile=$top/tools/kafka/log4j2.properties" "$@"; }

kafka_ports() { echo kafka kafka-controller; }

kafka_prepare() {
  local broker controller
  [[ -e $kafka_lib/../complete ]] || fail "finding Kafka's jars in .motcua/kafka/lib" "" "tools/install run"
  mkdir -p "$dir/kafka"
  broker=127.0.0.1:$(port_for kafka)
  controller=127.0.0.1:$(port_for kafka-controller)
  {
    cat "$top/tools/kafka/server.properties"
    echo
    echo "listeners=BROKER://$broker,CONTROLLER://$controller"
    echo "advertised.listeners=BROKER://$broker"
    echo "controller.quorum.voters=1@$controller"
    echo "log.dirs=$dir/kafka/data"
  } >"$dir/kafka/server.properties"
  if [[ ! -e $dir/kafka/formatted ]]; then
    rm -rf "$dir/kafka/data"
    (kafka_java kafka.tools.StorageTool format --config "$dir/kafka/server.properties" \
      --cluster-id "$kafka_cluster_id") >"$dir/logs/kafka-format.log" 2>&1 ||
      fail "making Kafka's data directory" "$dir/logs/kafka-format.log" "tools/stack down --wipe, and try again"
    touch "$dir/kafka/formatted"
  fi
}

kafka_start() {
  process_start kafka java "${kafka_jvm_flags[@]}" -cp "$kafka_lib/*" \
    "-Dlog4j2.configurationFile=$top/tools/kafka/log4j2.properties" kafka.Kafka "$dir/kafka/server.properties"
}

# Ready when the broker names itself as the leader of a cluster: an open port alone answers no client. While the port
# is closed, kcat would wait for its time-out, so the port is checked first.
kafka_ready() {
  (: <"/dev/tcp/127.0.0.1/$(port_of kafka)") 2>/dev/null || return 1
  kcat -L -b "$(kafka_where)" -m 2 2>/dev/null | grep -q '^  broker 1 at .*(controller)'
}

kafka_stop() { process_stop kafka TERM 30; }

kafka_where() { echo "127.0.0.1:$(port_of kafka)"; }

kafka_env() { echo "MOTCUA_STACK_KAFKA_BROKERS=$(kafka_where)"; }

kafka_wipe() { rm -rf "$dir/kafka"; }

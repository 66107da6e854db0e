# shellcheck shell=bash disable=SC2154 # top, build: set by the tool that sources this
# The topics of deploy/kafka/topics.yaml on the Kafka of tools/stack. Repeating it changes nothing.

topics_apply() {
  "$build/tools/ctl/motcuactl" topics apply --file "$top/deploy/kafka/topics.yaml" \
    --most-partitions 3 --brokers "$MOTCUA_STACK_KAFKA_BROKERS"
}

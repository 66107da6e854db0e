#include "settings.h"

namespace motcua::kafka {

// The values are those of reliability 1.4 ("Required settings"); each differs from a default that
// loses, repeats or delays messages.

Settings ProducerSettings(const Producer::Options& options) {
  return {
      {"bootstrap.servers", options.brokers},
      {"client.id", options.client_id},
      {"enable.idempotence", "true"},
      {"acks", "all"},
      {"max.in.flight.requests.per.connection", "5"},
      // Forever: SendAll has the deadline, and a message dropped by the library would leave a gap
      // in the order of its key.
      {"message.timeout.ms", "0"},
      {"linger.ms", std::to_string(options.linger.count())},
      {"compression.type", "lz4"},
      {"socket.nagle.disable", "true"},
      {"queue.buffering.max.messages", "20000"},
      {"message.max.bytes", std::to_string(kLargestMessage)},
      // As Java clients do. Must never change: the partition of a key would change with it.
      {"partitioner", "murmur2_random"},
      // A broker that was restarted is found again quickly (default: up to 10 s).
      {"reconnect.backoff.max.ms", "1000"},
  };
}

Settings ConsumerSettings(const Consumer::Options& options) {
  const bool gathers = options.gather.count() > 0;
  return {
      {"bootstrap.servers", options.brokers},
      {"group.id", options.group},
      {"client.id", options.client_id},
      {"enable.auto.commit", "true"},
      {"enable.auto.offset.store", "false"},
      {"auto.commit.interval.ms", "1000"},
      {"auto.offset.reset", "earliest"},
      {"partition.assignment.strategy", "range,roundrobin"},
      {"session.timeout.ms", std::to_string(options.session_timeout.count())},
      {"max.poll.interval.ms", "120000"},
      {"isolation.level", "read_committed"},
      {"check.crcs", "true"},
      // Without messages a fetch waits this long at the broker.
      {"fetch.wait.max.ms", std::to_string(gathers ? options.gather.count() : 100)},
      {"fetch.min.bytes", gathers ? "65536" : "1"},
      // How much is fetched ahead of the handler: by default 64 MiB per client, and a program has
      // half a dozen of them. Each fetch adds what it brings of each partition, which is
      // compressed: 60,000 messages behind, 4 MiB ahead and fetches of 1 MiB per partition took 23
      // MiB; 3 MiB and 64 KiB take 8 and are as fast. With 2 MiB the library sometimes continued
      // only after 0.3 s.
      {"queued.max.messages.kbytes", "3072"},
      {"fetch.message.max.bytes", "65536"},
      {"fetch.max.bytes", "4194304"},
      {"socket.nagle.disable", "true"},
      {"reconnect.backoff.max.ms", "1000"},
      // A topic created after the start is noticed within seconds (default: 5 minutes).
      {"topic.metadata.refresh.interval.ms", "5000"},
      {"allow.auto.create.topics", "false"},
      // Statistics are not used, but computing them refreshes the end offsets of idle partitions,
      // and so the lag.
      {"statistics.interval.ms", "5000"},
  };
}

Settings AdminSettings(const std::string& brokers) {
  return {{"bootstrap.servers", brokers}, {"socket.nagle.disable", "true"}};
}

}  // namespace motcua::kafka

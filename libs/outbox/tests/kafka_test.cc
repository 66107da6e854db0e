// The publisher on a real broker: everything arrives, in order per key, byte for byte.

#include <mutex>

#include "motcua/kafka/consumer.h"
#include "motcua/kafka/topics.h"
#include "motcua/outbox/publisher.h"
#include "motcua/testing/stack.h"

#include "outbox_fixture.h"

namespace motcua::outbox {
namespace {

using KafkaTest = OutboxTest;

TEST_F(KafkaTest, WhatIsCommittedIsConsumedInOrder) {
  const std::string service = testing::UniqueName("intake");
  const std::string topic = TopicOf(service, "dossier");
  const std::string brokers = testing::KafkaBrokers();
  ASSERT_TRUE(kafka::ApplyTopics(brokers, {{.name = topic, .partitions = 3}}).ok());

  std::mutex mutex;
  std::map<std::string, std::vector<std::int64_t>> arrived;
  std::size_t count = 0;
  kafka::Consumer::Options consuming;
  consuming.brokers = brokers;
  consuming.group = testing::UniqueName("outbox-test-");
  consuming.topics = {topic};
  auto consumer = kafka::Consumer::Start(
      consuming, kafka::Consumer::OneByOne([&](const kafka::Message& message) -> absl::Status {
        const absl::StatusOr<Event> event = FromMessage(message);
        EXPECT_TRUE(event.ok()) << event.status();
        EXPECT_EQ(event->payload, MakeEvent("", 1).payload);
        const std::lock_guard lock(mutex);
        std::vector<std::int64_t>& sequences = arrived[event->key];
        // A broker that stood still for long enough gets events twice (R1.3), but none too early.
        if (sequences.empty() || event->sequence > sequences.back()) {
          sequences.push_back(event->sequence);
          ++count;
        }
        return absl::OkStatus();
      }));
  ASSERT_TRUE(consumer.ok()) << consumer.status();

  Publisher::Options options;
  options.service = service;
  options.connection = connection();
  options.make_producer = [&] {
    kafka::Producer::Options producing;
    producing.brokers = brokers;
    producing.client_id = "outbox-test";
    return kafka::Producer::Create(producing);
  };
  const auto publisher = Publisher::Start(std::move(options));
  std::vector<std::int64_t> expected;
  for (int sequence = 1; sequence <= 50; ++sequence) {
    for (int key = 0; key < 10; ++key) {
      ASSERT_TRUE(Commit(MakeEvent("d" + std::to_string(key), sequence)).ok());
    }
    publisher->Notify();
    expected.push_back(sequence);
  }
  EXPECT_TRUE(testing::Eventually([&] { return waiting() == 0; }));
  EXPECT_TRUE(testing::Eventually([&] {
    const std::lock_guard lock(mutex);
    return count >= 500;
  }));
  (*consumer)->Stop(std::chrono::seconds(10));
  ASSERT_EQ(arrived.size(), 10u);
  for (const auto& [key, sequences] : arrived) {
    EXPECT_EQ(sequences, expected) << key;
  }
}

}  // namespace
}  // namespace motcua::outbox

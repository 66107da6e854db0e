#include "live_topic.h"

#include <set>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/stack.h"

namespace motcua::kafka {

std::string MakeTopic(int partitions) {
  const std::string name = testing::UniqueName("kafka-test-");
  absl::Status applied;
  testing::Eventually([&] {
    applied = ApplyTopics(testing::KafkaBrokers(), {{.name = name, .partitions = partitions}});
    return applied.ok();
  });
  EXPECT_TRUE(applied.ok()) << applied;
  return name;
}

Hooks Quiet() {
  return {.on_log = [](int, std::string_view) {}};
}

void Send(const std::vector<Message>& messages) {
  auto producer = Producer::Create({.brokers = testing::KafkaBrokers(), .client_id = "test"});
  ASSERT_TRUE(producer.ok()) << producer.status();
  Producer::Outcome outcome;
  // On a busy machine a broker may tell of a new topic later than a producer waits for it; nothing
  // has been sent then.
  testing::Eventually([&] {
    outcome = (*producer)->SendAll(messages, std::chrono::minutes(1));
    return outcome.acknowledged > 0 || Reason(outcome.error) != "KAFKA_TIMEOUT";
  });
  ASSERT_EQ(outcome.acknowledged, messages.size()) << outcome.error;
}

std::vector<Message> Numbered(const std::string& topic, int count, int keys) {
  std::vector<Message> messages;
  for (int i = 0; i < count; ++i) {
    messages.push_back(
        {.topic = topic, .key = std::to_string(i % keys), .value = std::to_string(i)});
  }
  return messages;
}

void Received::Add(const Message& message) {
  const std::lock_guard lock(mutex_);
  messages_.push_back(message);
}

std::vector<Message> Received::all() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

std::size_t Received::size() const {
  const std::lock_guard lock(mutex_);
  return messages_.size();
}

std::size_t Received::unique() const {
  const std::lock_guard lock(mutex_);
  std::set<std::pair<std::int32_t, std::int64_t>> places;
  for (const Message& message : messages_) {
    places.emplace(message.partition, message.offset);
  }
  return places.size();
}

std::vector<std::string> Received::ValuesOf(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> values;
  for (const Message& message : messages_) {
    if (message.key == key) {
      values.push_back(message.value);
    }
  }
  return values;
}

Consumer::TakeOne Keep(Received& received) {
  return [&received](const Message& message) {
    received.Add(message);
    return absl::OkStatus();
  };
}

std::unique_ptr<Consumer> Consume(const std::string& topic, const std::string& group,
                                  Consumer::TakeOne take, std::size_t most_messages) {
  auto consumer = Consumer::Start({.brokers = testing::KafkaBrokers(),
                                   .group = group,
                                   .topics = {topic},
                                   .client_id = "test",
                                   .hooks = Quiet(),
                                   .most_messages = most_messages,
                                   .session_timeout = std::chrono::milliseconds(6000)},
                                  Consumer::OneByOne(std::move(take)));
  EXPECT_TRUE(consumer.ok()) << consumer.status();
  return std::move(consumer).value();
}

}  // namespace motcua::kafka

#include "motcua/kafka/consumer.h"

#include <atomic>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "motcua/base/error.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/stack.h"

#include "live_topic.h"
#include "rd_consumer.h"

namespace motcua::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::Eventually;
using testing::Throughout;
using testing::UniqueName;

absl::Status Transient() {
  return Error(absl::StatusCode::kUnavailable, "NOT_NOW", "a test says no");
}

// Both partitions of a topic, with messages that name theirs.
std::vector<Message> TwoPartitions(const std::string& topic, int each) {
  return Numbered(topic, each * 16, 16);  // 16 keys reach both
}

TEST(ConsumerTest, NewGroupStartsAtTheEarliestAndGoesOnAfterAStop) {
  const std::string topic = MakeTopic(3);
  const std::string group = UniqueName("g");
  Send(Numbered(topic, 300, 10));
  Received first;
  {
    const auto consumer = Consume(topic, group, Keep(first));
    ASSERT_TRUE(Eventually([&] { return first.size() == 300; }));
    EXPECT_TRUE(consumer->assigned());
    consumer->Stop(seconds(10));
    EXPECT_FALSE(consumer->assigned());
  }
  Send(Numbered(topic, 50, 10));
  Received second;
  const auto consumer = Consume(topic, group, Keep(second));
  ASSERT_TRUE(Eventually([&] { return second.size() >= 50; }));
  EXPECT_TRUE(Throughout(milliseconds(300), [&] { return second.size() == 50; }));
}

TEST(ConsumerTest, WhatHasComeIsTakenTogether) {
  const std::string topic = MakeTopic(2);
  Send(TwoPartitions(topic, 20));
  const auto ends = EndOffsets(testing::KafkaBrokers(), topic);
  ASSERT_TRUE(ends.ok()) << ends.status();
  const auto around_it = static_cast<std::size_t>((*ends)[1]) + 5;
  std::mutex mutex;
  std::vector<std::size_t> sizes;
  Received received;
  std::atomic<bool> broken = true;
  auto consumer = Consumer::Start({.brokers = testing::KafkaBrokers(),
                                   .group = UniqueName("g"),
                                   .topics = {topic},
                                   .client_id = "test",
                                   .hooks = Quiet(),
                                   .most_messages = 50},
                                  [&](const std::vector<Message>& messages) {
                                    const std::lock_guard lock(mutex);
                                    sizes.push_back(messages.size());
                                    std::vector<absl::Status> ended;
                                    for (const Message& message : messages) {
                                      // One is refused; the others of the same call are done.
                                      const bool refused =
                                          message.partition == 0 && message.offset == 5 && broken;
                                      if (!refused) {
                                        received.Add(message);
                                      }
                                      ended.push_back(refused ? Transient() : absl::OkStatus());
                                    }
                                    return ended;
                                  });
  ASSERT_TRUE(consumer.ok()) << consumer.status();
  ASSERT_TRUE(Eventually([&] { return received.unique() >= around_it; }));
  broken = false;
  // After the refused one, its partition is delivered again, one at a time; nothing is skipped.
  ASSERT_TRUE(Eventually([&] { return received.unique() == 320; }));
  const std::lock_guard lock(mutex);
  EXPECT_LE(*std::max_element(sizes.begin(), sizes.end()), 50U);
  EXPECT_GT(*std::max_element(sizes.begin(), sizes.end()), 1U);
}

TEST(ConsumerTest, UnhandledMessageComesAgainToTheNextMember) {
  const std::string topic = MakeTopic(1);
  const std::string group = UniqueName("g");
  Send(Numbered(topic, 5, 1));
  std::atomic<int> attempts = 0;
  {
    const auto consumer = Consume(topic, group, [&](const Message& message) {
      ++attempts;
      return message.offset < 2 ? absl::OkStatus() : Transient();
    });
    ASSERT_TRUE(Eventually([&] { return attempts >= 4; }));
  }
  Received received;
  const auto consumer = Consume(topic, group, Keep(received));
  ASSERT_TRUE(Eventually([&] { return received.size() == 3; }));
  EXPECT_EQ(received.all().front().offset, 2);
}

TEST(ConsumerTest, FailureHoldsItsPartitionOnlyAndLosesNothing) {
  const std::string topic = MakeTopic(2);
  Send(TwoPartitions(topic, 20));
  const auto ends = EndOffsets(testing::KafkaBrokers(), topic);
  ASSERT_TRUE(ends.ok()) << ends.status();
  const auto in_partition_1 = static_cast<std::size_t>((*ends)[1]);
  ASSERT_GT((*ends)[0], 10);
  ASSERT_GT(in_partition_1, 10u);

  std::atomic<bool> broken = true;
  std::atomic<int> refused = 0;
  Received zero;
  Received one;
  const auto consumer = Consume(topic, UniqueName("g"), [&](const Message& message) {
    if (message.partition == 0 && message.offset == 5 && broken) {
      ++refused;
      return Transient();
    }
    (message.partition == 0 ? zero : one).Add(message);
    return absl::OkStatus();
  });
  // The other partition is read to its end while this one stands still and is retried.
  ASSERT_TRUE(Eventually([&] { return one.size() == in_partition_1 && refused >= 3; }));
  EXPECT_EQ(zero.size(), 5u);
  Send(TwoPartitions(topic, 1));
  broken = false;
  const auto all = EndOffsets(testing::KafkaBrokers(), topic);
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_TRUE(Eventually([&] {
    return zero.unique() == static_cast<std::size_t>((*all)[0]) &&
           one.unique() == static_cast<std::size_t>((*all)[1]);
  }));
  const std::vector<Message> in_order = zero.all();
  for (std::size_t i = 0; i < in_order.size(); ++i) {
    ASSERT_EQ(in_order[i].offset, static_cast<std::int64_t>(i));
  }
}

TEST(ConsumerTest, BacksOffBetweenAttempts) {
  const std::string topic = MakeTopic(1);
  Send(Numbered(topic, 1, 1));
  std::mutex mutex;
  std::vector<steady_clock::time_point> attempts;
  const auto consumer = Consume(topic, UniqueName("g"), [&](const Message&) {
    const std::lock_guard lock(mutex);
    attempts.push_back(steady_clock::now());
    return Transient();
  });
  ASSERT_TRUE(Eventually([&] {
    const std::lock_guard lock(mutex);
    return attempts.size() >= 4;
  }));
  const std::lock_guard lock(mutex);
  EXPECT_GE(attempts[1] - attempts[0], milliseconds(75));
  EXPECT_GE(attempts[2] - attempts[1], milliseconds(155));
  EXPECT_GE(attempts[3] - attempts[2], milliseconds(315));
}

TEST(ConsumerTest, TopicThatComesLaterIsFound) {
  const std::string topic = UniqueName("kafka-test-");
  Received received;
  const auto consumer = Consume(topic, UniqueName("g"), Keep(received));
  EXPECT_TRUE(Throughout(milliseconds(1000), [&] { return received.size() == 0; }));
  ASSERT_TRUE(ApplyTopics(testing::KafkaBrokers(), {{.name = topic, .partitions = 2}}).ok());
  Send(Numbered(topic, 10, 10));
  EXPECT_TRUE(Eventually([&] { return received.size() == 10; }));
}

TEST(ConsumerTest, TwoMembersShareAndLoseNothing) {
  const std::string topic = MakeTopic(4);
  const std::string group = UniqueName("g");
  Received received;
  auto first = Consume(topic, group, Keep(received));
  Send(Numbered(topic, 400, 40));
  ASSERT_TRUE(Eventually([&] { return received.unique() >= 100; }));
  auto second = Consume(topic, group, Keep(received));
  Send(Numbered(topic, 400, 40));
  ASSERT_TRUE(Eventually([&] { return first->lag().size() == 2 && second->lag().size() == 2; }));
  Send(Numbered(topic, 400, 40));
  first->Stop(seconds(10));
  Send(Numbered(topic, 400, 40));
  EXPECT_TRUE(Eventually([&] { return received.unique() == 1600; }));
}

TEST(ConsumerTest, HeldPartitionMovesToAnotherMember) {
  const std::string topic = MakeTopic(1);
  const std::string group = UniqueName("g");
  Send(Numbered(topic, 3, 1));
  std::atomic<int> refused = 0;
  auto first = Consume(topic, group, [&](const Message&) {
    ++refused;
    return Transient();
  });
  ASSERT_TRUE(Eventually([&] { return refused >= 2; }));
  Received received;
  const auto second = Consume(topic, group, Keep(received));
  first.reset();
  ASSERT_TRUE(Eventually([&] { return received.size() == 3; }));
  EXPECT_EQ(received.all().front().offset, 0);
}

TEST(ConsumerTest, TellsThatItsPartitionsWereTakenAway) {
  const std::string topic = MakeTopic(1);
  const std::string group = UniqueName("g");
  Send(Numbered(topic, 3, 1));
  std::atomic<int> refused = 0;
  std::atomic<int> revoked = 0;
  std::atomic<bool> handling = false;
  auto first = Consumer::Start({.brokers = testing::KafkaBrokers(),
                                .group = group,
                                .topics = {topic},
                                .client_id = "test",
                                .on_revoked =
                                    [&] {
                                      EXPECT_FALSE(handling);
                                      ++revoked;
                                    },
                                .hooks = Quiet()},
                               Consumer::OneByOne([&](const Message&) {
                                 handling = true;
                                 ++refused;
                                 handling = false;
                                 return Transient();
                               }));
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(Eventually([&] { return refused >= 2; }));
  EXPECT_EQ(revoked, 0);
  Received received;
  const auto second = Consume(topic, group, Keep(received));
  // A new member first takes all partitions away.
  EXPECT_TRUE(Eventually([&] { return revoked >= 1; }));
  (*first)->Stop(seconds(10));
  EXPECT_GE(revoked, 2) << "also at the end";
  EXPECT_TRUE(Eventually([&] { return received.size() == 3; }));
}

TEST(ConsumerTest, WaitsNoLongerThanTold) {
  const std::string topic = MakeTopic(1);
  Send(Numbered(topic, 1, 1));
  std::mutex mutex;
  std::vector<steady_clock::time_point> attempts;
  const auto consumer = Consumer::Start({.brokers = testing::KafkaBrokers(),
                                         .group = UniqueName("g"),
                                         .topics = {topic},
                                         .client_id = "test",
                                         .longest_backoff = milliseconds(150),
                                         .hooks = Quiet()},
                                        Consumer::OneByOne([&](const Message&) {
                                          const std::lock_guard lock(mutex);
                                          attempts.push_back(steady_clock::now());
                                          return Transient();
                                        }));
  ASSERT_TRUE(consumer.ok()) << consumer.status();
  ASSERT_TRUE(Eventually([&] {
    const std::lock_guard lock(mutex);
    return attempts.size() >= 7;
  }));
  const std::lock_guard lock(mutex);
  // Doubling, the last alone would wait 2.5 s or more.
  EXPECT_LT(attempts[6] - attempts[5], milliseconds(1500));
}

TEST(ConsumerTest, TellsItsLag) {
  const std::string topic = MakeTopic(1);
  Send(Numbered(topic, 10, 1));
  std::atomic<bool> broken = true;
  const auto consumer = Consume(topic, UniqueName("g"), [&](const Message& message) {
    return broken && message.offset == 4 ? Transient() : absl::OkStatus();
  });
  const auto lag = [&] {
    const auto lags = consumer->lag();
    return lags.size() == 1 ? lags.front().messages : -1;
  };
  EXPECT_TRUE(Eventually([&] { return lag() == 6; }));
  Send(Numbered(topic, 5, 1));
  EXPECT_TRUE(Eventually([&] { return lag() == 11; }));
  broken = false;
  EXPECT_TRUE(Eventually([&] { return lag() == 0; }));
}

TEST(ConsumerTest, ReportsAStuckHandlerAndStopGivesUpOnIt) {
  const std::string topic = MakeTopic(1);
  Send(Numbered(topic, 1, 1));
  // Shared with the thread that is left behind.
  const auto release = std::make_shared<std::atomic<bool>>(false);
  const auto left = std::make_shared<std::atomic<bool>>(false);
  std::atomic<int> stuck = 0;
  auto consumer = Consumer::Start({.brokers = testing::KafkaBrokers(),
                                   .group = UniqueName("g"),
                                   .topics = {topic},
                                   .client_id = "test",
                                   .stuck_after = seconds(1),
                                   .on_stuck = [&] { ++stuck; },
                                   .hooks = Quiet()},
                                  Consumer::OneByOne([release, left](const Message&) {
                                    release->wait(false);
                                    *left = true;
                                    return absl::OkStatus();
                                  }));
  ASSERT_TRUE(consumer.ok()) << consumer.status();
  EXPECT_TRUE(Eventually([&] { return stuck == 1; }));
  const auto asked = steady_clock::now();
  (*consumer)->Stop(milliseconds(500));
  EXPECT_LT(steady_clock::now() - asked, seconds(3));
  consumer->reset();
  *release = true;
  release->notify_all();
  EXPECT_TRUE(Eventually([&] { return left->load(); }));
}

TEST(ConsumerTest, FatalErrorIsRecoveredByANewClient) {
  const std::string topic = MakeTopic(2);
  Received received;
  auto consumer = RdConsumer::Make({.brokers = testing::KafkaBrokers(),
                                    .group = UniqueName("g"),
                                    .topics = {topic},
                                    .client_id = "test",
                                    .hooks = Quiet()},
                                   Consumer::OneByOne(Keep(received)));
  ASSERT_TRUE(consumer.ok()) << consumer.status();
  Send(Numbered(topic, 20, 10));
  ASSERT_TRUE(Eventually([&] { return received.size() == 20; }));

  auto before = (*consumer)->handle();
  rd_kafka_test_fatal_error(before->get(), RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID,
                            "forced by a test");
  before.reset();
  Send(Numbered(topic, 20, 10));
  EXPECT_TRUE(Eventually([&] { return received.unique() == 40; }));
}

// R1.13: a hundred times, and none hangs or crashes.
TEST(ConsumerTest, StopsWithADeadBroker) {
  Received received;
  for (int i = 0; i < 100; ++i) {
    const auto started = steady_clock::now();
    {
      const auto consumer = Consumer::Start({.brokers = "127.0.0.1:1",
                                             .group = "g",
                                             .topics = {"t"},
                                             .client_id = "test",
                                             .hooks = Quiet()},
                                            Consumer::OneByOne(Keep(received)));
      ASSERT_TRUE(consumer.ok()) << consumer.status();
      EXPECT_TRUE((*consumer)->lag().empty());
    }
    ASSERT_LT(steady_clock::now() - started, seconds(15));
  }
}

TEST(ConsumerTest, StopsBeforeTheFirstAssignment) {
  const std::string topic = MakeTopic(1);
  for (int i = 0; i < 20; ++i) {
    const auto started = steady_clock::now();
    Consume(topic, UniqueName("g"), [](const Message&) { return absl::OkStatus(); });
    EXPECT_LT(steady_clock::now() - started, seconds(15));
  }
}

TEST(ConsumerTest, WrongOptionFailsTheStart) {
  Received received;
  const auto consumer =
      Consumer::Start({.brokers = "127.0.0.1:1", .group = "g"}, Consumer::OneByOne(Keep(received)));
  EXPECT_EQ(Reason(consumer.status()), "KAFKA_CONFIG");
}

// The library's own broker in memory: the only one that a test may take away.
class VanishingBroker {
 public:
  VanishingBroker() {
    OwnedConf conf(rd_kafka_conf_new());
    client_ = rd_kafka_new(RD_KAFKA_PRODUCER, conf.release(), nullptr, 0);
    cluster_ = rd_kafka_mock_cluster_new(client_, 1);
    rd_kafka_mock_topic_create(cluster_, "t", 1, 1);
  }
  ~VanishingBroker() {
    Vanish();
    rd_kafka_destroy(client_);
  }
  std::string brokers() const { return rd_kafka_mock_cluster_bootstraps(cluster_); }
  void Vanish() {
    if (cluster_ != nullptr) {
      rd_kafka_mock_cluster_destroy(cluster_);
      cluster_ = nullptr;
    }
  }

 private:
  rd_kafka_t* client_;
  rd_kafka_mock_cluster_t* cluster_;
};

TEST(ConsumerTest, StopsInTimeWhenTheBrokerVanishes) {
  VanishingBroker broker;
  auto producer = Producer::Create({.brokers = broker.brokers(), .hooks = Quiet()});
  ASSERT_TRUE(producer.ok()) << producer.status();
  ASSERT_EQ((*producer)->SendAll(Numbered("t", 10, 1), seconds(10)).acknowledged, 10u);
  Received received;
  auto consumer = Consumer::Start(
      {.brokers = broker.brokers(), .group = "g", .topics = {"t"}, .hooks = Quiet()},
      Consumer::OneByOne(Keep(received)));
  ASSERT_TRUE(consumer.ok()) << consumer.status();
  ASSERT_TRUE(Eventually([&] { return received.size() == 10; }));
  broker.Vanish();
  const auto asked = steady_clock::now();
  (*consumer)->Stop(seconds(10));
  producer->reset();
  EXPECT_LT(steady_clock::now() - asked, seconds(15));
}

}  // namespace
}  // namespace motcua::kafka

#include "settings.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "handle.h"

namespace motcua::kafka {
namespace {

using ::testing::IsSupersetOf;
using ::testing::Pair;

// Each of these values was chosen against a default that loses, repeats or delays
// (reliability 1.4).
TEST(SettingsTest, ProducerIsIdempotentAndNeverDropsOnItsOwn) {
  EXPECT_THAT(
      ProducerSettings({.brokers = "b:1", .linger = std::chrono::milliseconds(5)}),
      IsSupersetOf({Pair("bootstrap.servers", "b:1"), Pair("enable.idempotence", "true"),
                    Pair("acks", "all"), Pair("max.in.flight.requests.per.connection", "5"),
                    Pair("message.timeout.ms", "0"), Pair("linger.ms", "5"),
                    Pair("partitioner", "murmur2_random"), Pair("socket.nagle.disable", "true")}));
}

TEST(SettingsTest, ConsumerStoresOffsetsItselfAndStartsAtTheEarliest) {
  EXPECT_THAT(
      ConsumerSettings({.brokers = "b:1", .group = "g"}),
      IsSupersetOf({Pair("group.id", "g"), Pair("enable.auto.offset.store", "false"),
                    Pair("auto.offset.reset", "earliest"),
                    Pair("partition.assignment.strategy", "range,roundrobin"),
                    Pair("isolation.level", "read_committed"), Pair("check.crcs", "true")}));
}

TEST(SettingsTest, ConsumerIsAnsweredAtTheFirstMessageUnlessItGathers) {
  EXPECT_THAT(ConsumerSettings({.brokers = "b:1", .group = "g"}),
              IsSupersetOf({Pair("fetch.min.bytes", "1"), Pair("fetch.wait.max.ms", "100")}));
  EXPECT_THAT(
      ConsumerSettings({.brokers = "b:1", .group = "g", .gather = std::chrono::milliseconds(80)}),
      IsSupersetOf({Pair("fetch.min.bytes", "65536"), Pair("fetch.wait.max.ms", "80")}));
}

TEST(SettingsTest, LibraryAcceptsAllOfThem) {
  const Hooks quiet{.on_log = [](int, std::string_view) {}};
  const auto nothing = [](rd_kafka_conf_t*) {};
  EXPECT_TRUE(Handle::Create(RD_KAFKA_PRODUCER, ProducerSettings({.brokers = "127.0.0.1:1"}), quiet,
                             nullptr, nothing)
                  .ok());
  EXPECT_TRUE(Handle::Create(RD_KAFKA_CONSUMER,
                             ConsumerSettings({.brokers = "127.0.0.1:1", .group = "g"}), quiet,
                             nullptr, nothing)
                  .ok());
}

TEST(SettingsTest, RefusedSettingNamesItself) {
  const auto handle = Handle::Create(RD_KAFKA_PRODUCER, {{"acks", "perhaps"}}, {}, nullptr,
                                     [](rd_kafka_conf_t*) {});
  EXPECT_EQ(Reason(handle.status()), "KAFKA_CONFIG");
  EXPECT_THAT(Metadata(handle.status()), ::testing::Contains(Pair("setting", "acks")));
}

}  // namespace
}  // namespace motcua::kafka

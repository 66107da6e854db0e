#include "load/topics_file.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "load/read_file.h"

namespace motcua::ctl {
namespace {

std::string ReasonAndField(const std::string& yaml) {
  const absl::Status status = ParseTopics(yaml, {}).status();
  const ErrorMetadata metadata = Metadata(status);
  return Reason(status) + (metadata.empty() ? "" : " " + metadata.front().second);
}

constexpr char kGood[] =
    "{name: motcua.a.b.v1, partitions: 3, cleanup: compact, retention_ms: -1, owner: a, key: k}";

TEST(ParseTopicsTest, ReadsTheProjectsOwnFile) {
  const auto yaml = ReadFile(MOTCUA_SOURCE_DIR "/deploy/kafka/topics.yaml");
  ASSERT_TRUE(yaml.ok()) << yaml.status();
  const auto topics = ParseTopics(*yaml, {.replication = 3});
  ASSERT_TRUE(topics.ok()) << topics.status();
  const kafka::TopicSpec& first = topics->front();
  EXPECT_EQ(first.name, "motcua.intake.dossier.v1");
  EXPECT_EQ(first.partitions, 12);
  EXPECT_EQ(first.replication, 3);
  EXPECT_FALSE(first.compacted);
  EXPECT_EQ(first.retention_ms, 2592000000);
}

TEST(ParseTopicsTest, ReadsOneTopic) {
  const auto topics = ParseTopics("topics: [" + std::string(kGood) + "]", {});
  ASSERT_TRUE(topics.ok()) << topics.status();
  EXPECT_TRUE(topics->front().compacted);
  EXPECT_EQ(topics->front().retention_ms, -1);
}

TEST(ParseTopicsTest, ASmallKafkaGetsFewerPartitions) {
  const std::string yaml = "topics: [" + std::string(kGood) + "]";
  EXPECT_EQ(ParseTopics(yaml, {.most_partitions = 2})->front().partitions, 2);
  EXPECT_EQ(ParseTopics(yaml, {.most_partitions = 4})->front().partitions, 3);
}

TEST(ParseTopicsTest, NamesWhatIsWrong) {
  EXPECT_EQ(ReasonAndField("topics: ["), "YAML_MALFORMED");
  EXPECT_EQ(ReasonAndField(""), "FIELD_MISSING topics");
  EXPECT_EQ(ReasonAndField("topics: []"), "FIELD_MISSING topics");
  EXPECT_EQ(ReasonAndField("topics: [3]"), "FIELD_INVALID topics[0]");
  EXPECT_EQ(ReasonAndField("topics: [{name: a}]"), "FIELD_MISSING topics[0].partitions");
  EXPECT_EQ(ReasonAndField("topics: [{name: [a]}]"), "FIELD_INVALID topics[0].name");
  EXPECT_EQ(ReasonAndField("topics: [{name: a, partition: 3}]"),
            "FIELD_UNKNOWN topics[0].partition");
  EXPECT_EQ(ReasonAndField("topics: [{name: a, partitions: 0}]"),
            "FIELD_INVALID topics[0].partitions");
  EXPECT_EQ(ReasonAndField("topics: [{name: a, partitions: 1, cleanup: keep}]"),
            "FIELD_INVALID topics[0].cleanup");
  EXPECT_EQ(ReasonAndField("topics: [{name: a, partitions: 1, cleanup: delete, retention_ms: 1d}]"),
            "FIELD_INVALID topics[0].retention_ms");
  const std::string good(kGood);
  EXPECT_EQ(ReasonAndField("topics: [" + good + ", " + good + "]"),
            "TOPIC_DUPLICATE topics[1].name");
}

TEST(ParseTopicsTest, AConsumerNeedsItsDeadLetterTopic) {
  const std::string topic =
      "topics:\n- {name: motcua.a.b.v1, partitions: 1, cleanup: delete, retention_ms: -1,"
      " dead_letters: [c.d]}\n";
  EXPECT_EQ(ReasonAndField(topic), "DEAD_LETTERS_MISSING topics[0].dead_letters");
  EXPECT_EQ(ReasonAndField(topic + "- {name: motcua.a.b.v1.dlq.c.d, partitions: 1, cleanup: delete,"
                                   " retention_ms: -1}\n"),
            "");
}

}  // namespace
}  // namespace motcua::ctl

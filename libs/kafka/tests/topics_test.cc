#include "motcua/kafka/topics.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/testing/stack.h"

#include "live_topic.h"

namespace motcua::kafka {
namespace {

TEST(TopicsTest, CreatesWhatIsMissingAndMayBeRepeated) {
  const std::string brokers = testing::KafkaBrokers();
  const TopicSpec first{.name = testing::UniqueName("topic-a-"), .partitions = 3};
  const TopicSpec second{.name = testing::UniqueName("topic-b-"), .compacted = true};
  ASSERT_TRUE(ApplyTopics(brokers, {first}).ok());
  ASSERT_TRUE(ApplyTopics(brokers, {first, second}).ok());
  ASSERT_TRUE(ApplyTopics(brokers, {first, second}).ok());

  const auto ends = EndOffsets(brokers, first.name);
  ASSERT_TRUE(ends.ok()) << ends.status();
  EXPECT_EQ(*ends, (std::vector<std::int64_t>{0, 0, 0}));
  EXPECT_EQ(EndOffsets(brokers, second.name)->size(), 1u);
}

TEST(TopicsTest, OtherNumberOfPartitionsChangesNothing) {
  const std::string brokers = testing::KafkaBrokers();
  const std::string existing = MakeTopic(2);
  const std::string missing = testing::UniqueName("topic-c-");
  const absl::Status applied =
      ApplyTopics(brokers, {{.name = missing}, {.name = existing, .partitions = 5}});
  EXPECT_EQ(applied.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Reason(applied), "PARTITIONS_DIFFER");
  EXPECT_EQ(EndOffsets(brokers, missing).status().code(), absl::StatusCode::kNotFound);
}

TEST(TopicsTest, InvalidNameIsTheCallersFault) {
  const absl::Status applied = ApplyTopics(testing::KafkaBrokers(), {{.name = "not a name!"}});
  EXPECT_EQ(applied.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Reason(applied), "TOPIC_INVALID");
}

TEST(TopicsTest, EndOffsetsCountMessages) {
  const std::string topic = MakeTopic(1);
  Send(Numbered(topic, 12, 1));
  EXPECT_EQ(*EndOffsets(testing::KafkaBrokers(), topic), (std::vector<std::int64_t>{12}));
}

}  // namespace
}  // namespace motcua::kafka

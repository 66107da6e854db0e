#include "held_partitions.h"

#include <gtest/gtest.h>

namespace motcua::kafka {
namespace {

using std::chrono::milliseconds;
using Time = HeldPartitions::Time;

const Time kStart{std::chrono::hours(1)};

Message At(const std::string& topic, std::int32_t partition, std::int64_t offset) {
  return {.topic = topic, .partition = partition, .offset = offset};
}

// A random number in the middle: waits without jitter.
HeldPartitions Held() {
  return HeldPartitions({}, [] { return 0.5; });
}

TEST(HeldPartitionsTest, WaitsLongerAfterEachFailure) {
  HeldPartitions held = Held();
  const TopicPartition partition{"t", 3};
  held.Hold(At("t", 3, 7), kStart);

  EXPECT_TRUE(held.Holds(partition));
  EXPECT_EQ(held.NextDue(), kStart + milliseconds(100));
  EXPECT_TRUE(held.Due(kStart + milliseconds(99)).empty());
  ASSERT_EQ(held.Due(kStart + milliseconds(100)).size(), 1u);

  held.Failed(partition, kStart + milliseconds(100));
  EXPECT_EQ(held.NextDue(), kStart + milliseconds(300));
  EXPECT_EQ(held.Front(partition).offset, 7);
}

TEST(HeldPartitionsTest, IsFreeOnceItsMessageIsDone) {
  HeldPartitions held = Held();
  held.Hold(At("t", 0, 1), kStart);
  EXPECT_TRUE(held.Done({"t", 0}, kStart));
  EXPECT_FALSE(held.Holds({"t", 0}));
  EXPECT_EQ(held.NextDue(), std::nullopt);
}

TEST(HeldPartitionsTest, KeepsTheOrderOfWhatCameMeanwhile) {
  HeldPartitions held = Held();
  held.Hold(At("t", 0, 1), kStart);
  held.Append(At("t", 0, 2));

  EXPECT_FALSE(held.Done({"t", 0}, kStart + milliseconds(5)));
  EXPECT_EQ(held.Front({"t", 0}).offset, 2);
  EXPECT_EQ(held.NextDue(), kStart + milliseconds(5));
  EXPECT_TRUE(held.Done({"t", 0}, kStart));
}

TEST(HeldPartitionsTest, TellsPartitionsApart) {
  HeldPartitions held = Held();
  held.Hold(At("a", 0, 1), kStart);
  held.Hold(At("b", 0, 1), kStart + milliseconds(10));

  EXPECT_FALSE(held.Holds({"a", 1}));
  EXPECT_EQ(held.NextDue(), kStart + milliseconds(100));
  EXPECT_EQ(held.Due(kStart + milliseconds(105)), (std::vector<TopicPartition>{{"a", 0}}));
  EXPECT_EQ(held.All().size(), 2u);
  held.Clear();
  EXPECT_TRUE(held.All().empty());
}

}  // namespace
}  // namespace motcua::kafka

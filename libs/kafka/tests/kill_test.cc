// kill -9 on both sides of storing an offset (R1.7): nothing that was not handled is skipped. The
// dying process is this program again, with a topic and a group as its arguments.

#include <gtest/gtest.h>

#include "motcua/testing/eventually.h"
#include "motcua/testing/stack.h"
#include "motcua/testing/this_program.h"

#include "live_topic.h"

namespace motcua::kafka {
namespace {

using testing::Eventually;

void ConsumeUntilKilled(const std::string& topic, const std::string& group) {
  Received received;
  const auto consumer = Consume(topic, group, Keep(received), 1);
  Eventually([&] { return received.size() == 100; });
}

class KillTest : public ::testing::TestWithParam<std::string> {};

TEST_P(KillTest, LosesNothing) {
  const std::string topic = MakeTopic(1);
  const std::string group = testing::UniqueName("g");
  Send(Numbered(topic, 10, 1));
  ASSERT_EQ(testing::RunThisProgram(GetParam() + ":4", {topic, group}), testing::kCrashed);
  Received received;
  // The dead member is thrown out when its session ends.
  const auto consumer = Consume(topic, group, Keep(received));
  ASSERT_TRUE(Eventually([&] { return received.size() >= 7; }));
  // Messages 0..3 were handled at most; none that was not may be skipped.
  EXPECT_LE(received.all().front().offset, 4);
  EXPECT_EQ(received.all().back().offset, 9);
}

INSTANTIATE_TEST_SUITE_P(BothSidesOfTheStore, KillTest,
                         ::testing::Values("kafka.before_store_offset",
                                           "kafka.after_store_offset"));

}  // namespace
}  // namespace motcua::kafka

int main(int argc, char** argv) {
  if (argc == 3) {
    motcua::kafka::ConsumeUntilKilled(argv[1], argv[2]);
    return 0;
  }
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/kafka/library.h"

namespace motcua::kafka {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(WorkaroundsTest, OldLibraryNeedsThemAll) {
  const std::string line = DescribeLibrary(0x020002ff, "2.0.2");
  EXPECT_THAT(line, StartsWith("librdkafka 2.0.2;"));
  EXPECT_THAT(line, HasSubstr("#4438"));
  EXPECT_THAT(line, HasSubstr("#4908"));
}

TEST(WorkaroundsTest, DebianThirteenNeedsFewer) {
  const std::string line = DescribeLibrary(0x020800ff, "2.8.0");
  EXPECT_THAT(line, Not(HasSubstr("#4438")));
  EXPECT_THAT(line, HasSubstr("#5032"));
}

TEST(WorkaroundsTest, NewLibraryNeedsNone) {
  EXPECT_THAT(DescribeLibrary(0x030000ff, "3.0.0"), HasSubstr("none"));
}

TEST(WorkaroundsTest, TellsTheLibraryThatRuns) {
  EXPECT_THAT(DescribeLibrary(), StartsWith("librdkafka 2."));
}

}  // namespace
}  // namespace motcua::kafka

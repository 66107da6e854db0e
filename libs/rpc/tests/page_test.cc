#include "motcua/rpc/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::rpc {
namespace {

TEST(PageTest, SizeHasADefaultAndABound) {
  EXPECT_EQ(*PageSize(0), 50);
  EXPECT_EQ(*PageSize(1), 1);
  EXPECT_EQ(*PageSize(200), 200);
  EXPECT_EQ(*PageSize(100000), 200);
  EXPECT_EQ(Reason(PageSize(-1).status()), "PAGE_SIZE");
}

TEST(PageTest, ATokenGivesItsPositionBack) {
  const std::string token = MakePageToken("list/H19", {"2026-11-21T09:00:00Z", "tiếng Việt"});
  EXPECT_THAT(*ParsePageToken("list/H19", token, 2),
              testing::ElementsAre("2026-11-21T09:00:00Z", "tiếng Việt"));
  EXPECT_THAT(*ParsePageToken("list/H19", "", 2), testing::IsEmpty());
}

TEST(PageTest, ATokenLongerThanAnyOfOursIsRefused) {
  EXPECT_TRUE(ParsePageToken("f", MakePageToken("f", {std::string(500, 'x')}), 1).ok());
  const auto position = ParsePageToken("f", MakePageToken("f", {std::string(5000, 'x')}), 1);
  EXPECT_EQ(Reason(position.status()), "PAGE_TOKEN_INVALID");
}

TEST(PageTest, ATokenOfAnotherListIsRefused) {
  const std::string token = MakePageToken("list/H19", {"a", "b"});
  for (const auto& result :
       {ParsePageToken("list/H20", token, 2), ParsePageToken("list/H19", token, 3),
        ParsePageToken("list/H19", token + "!", 2), ParsePageToken("list/H19", "garbage", 2)}) {
    EXPECT_EQ(Reason(result.status()), "PAGE_TOKEN_INVALID");
  }
}

}  // namespace
}  // namespace motcua::rpc

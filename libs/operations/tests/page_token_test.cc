#include "page_token.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::operations {
namespace {

TEST(PageToken, GivesBackItsPosition) {
  const std::string token = MakePageToken("processing.intake", "2025-03-12\nx|y");
  EXPECT_EQ(
      token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
      std::string::npos);
  EXPECT_EQ(ReadPageToken("processing.intake", token).value(), "2025-03-12\nx|y");
  EXPECT_EQ(ReadPageToken("processing.intake", "").value(), "");
}

TEST(PageToken, IsRefusedByAnyOtherList) {
  const std::string token = MakePageToken("a", "1");
  for (const std::string& wrong :
       {token + "!", std::string("%%"), std::string(2000, 'A'), MakePageToken("b", "1"),
        MakePageToken("", "1"), MakePageToken("a", ""), std::string("aaaa")}) {
    const auto position = ReadPageToken("a", wrong);
    EXPECT_EQ(position.status().code(), absl::StatusCode::kInvalidArgument) << wrong;
    EXPECT_EQ(Reason(position.status()), "PAGE_TOKEN_INVALID") << wrong;
  }
}

}  // namespace
}  // namespace motcua::operations

#include "status/version.h"

#include <gtest/gtest.h>

namespace motcua::gateway {
namespace {

TEST(VersionTest, IntakeComesBeforeProcessing) {
  EXPECT_LT((Version{1, 9}), (Version{2, 0}));
  EXPECT_LT((Version{2, 0}), (Version{2, 1}));
}

TEST(VersionTest, TextOrderIsVersionOrder) {
  const Version small{2, 9};
  const Version large{2, 10};
  EXPECT_LT(ToSortableText(small), ToSortableText(large));
  EXPECT_EQ(*FromSortableText(ToSortableText(large)), large);
  EXPECT_FALSE(FromSortableText("12").ok());
}

TEST(VersionTest, EntityTagsComeBackAndOthersAreNone) {
  EXPECT_EQ(ToEntityTag({3, 7}), "\"3.7\"");
  EXPECT_EQ(FromEntityTag("\"3.7\""), (Version{3, 7}));
  EXPECT_EQ(FromEntityTag("\"999999.999999\""), (Version{999999, 999999}));
  for (const char* bad :
       {"", "3.7", "\"3\"", "\"a.b\"", "\"-1.2\"", "W/\"3.7\"", "\"3.7\", \"3.8\"", "*", "\"03.7\"",
        "\"3.1000000\"", "\"3.7 \"", "\"", "'3.7'"}) {
    EXPECT_EQ(FromEntityTag(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace motcua::gateway

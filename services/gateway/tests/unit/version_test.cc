#include "status/version.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

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

TEST(VersionTest, EntityTagsComeBackAndOthersAreRefused) {
  EXPECT_EQ(ToEntityTag({3, 7}), "\"3.7\"");
  EXPECT_EQ(*FromEntityTag("\"3.7\""), (Version{3, 7}));
  for (const char* bad :
       {"", "3.7", "\"3\"", "\"a.b\"", "\"-1.2\"", "W/\"3.7\"", "\"3.7\", \"3.8\"", "*"}) {
    EXPECT_EQ(Reason(FromEntityTag(bad).status()), "ETAG_INVALID") << bad;
  }
}

}  // namespace
}  // namespace motcua::gateway

#include "motcua/base/uuid.h"

#include <set>

#include <gtest/gtest.h>

namespace motcua {
namespace {

TEST(UuidTest, IsVersionSevenUniqueAndOrderedByMillisecond) {
  RandomIdGenerator ids;
  std::set<std::string> seen;
  std::string last;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = ids.NewId();
    ASSERT_TRUE(IsUuid(id)) << id;
    EXPECT_EQ(id[14], '7');
    EXPECT_TRUE(seen.insert(id).second);
    EXPECT_GE(id.substr(0, 13), last);
    last = id.substr(0, 13);
  }
}

TEST(UuidTest, RefusesWhatIsNoUuid) {
  EXPECT_FALSE(IsUuid(""));
  EXPECT_FALSE(IsUuid("0190f3a0-0000-7000-8000-00000000000G"));
  EXPECT_FALSE(IsUuid("0190f3a0-0000-7000-8000-0000000000000"));
  EXPECT_FALSE(IsUuid("0190f3a0x0000-7000-8000-000000000000"));
}

TEST(SecretTest, UsesOnlyUnambiguousCharacters) {
  RandomIdGenerator ids;
  const std::string secret = ids.NewSecret(8);
  EXPECT_EQ(secret.size(), 8U);
  EXPECT_EQ(secret.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), std::string::npos);
  EXPECT_NE(secret, ids.NewSecret(8));
}

}  // namespace
}  // namespace motcua

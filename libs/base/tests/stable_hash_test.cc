#include "motcua/base/stable_hash.h"

#include <gtest/gtest.h>

namespace motcua {
namespace {

// Stored rows and locks of running programs depend on these values.
TEST(StableHash, IsFnv1aForEver) {
  EXPECT_EQ(StableHash64(""), 0xcbf29ce484222325U);
  EXPECT_EQ(StableHash64("a"), 0xaf63dc4c8601ec8cU);
  EXPECT_EQ(StableHash64("foobar"), 0x85944171f73967e8U);
  EXPECT_EQ(StableHash32(""), 0x811c9dc5U);
  EXPECT_EQ(StableHash32("a"), 0xe40c292cU);
  EXPECT_EQ(StableHash32("foobar"), 0xbf9cf968U);
}

TEST(StableHash, BytesAbove127AreNotNegative) {
  EXPECT_EQ(StableHash64("\xff"), (0xcbf29ce484222325U ^ 0xffU) * 0x100000001b3U);
  EXPECT_EQ(StableHash32("\xff"), static_cast<std::uint32_t>((0x811c9dc5U ^ 0xffU) * 0x01000193U));
}

}  // namespace
}  // namespace motcua

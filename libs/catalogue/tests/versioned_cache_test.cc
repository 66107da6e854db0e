#include "motcua/catalogue/versioned_cache.h"

#include <gtest/gtest.h>

namespace motcua::catalogue {
namespace {

using Cache = VersionedCache<int>;

// What is read is how often `execute` was asked.
absl::StatusOr<std::shared_ptr<const int>> Read(const Cache::Execute& execute) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results, execute({}));
  return std::make_shared<const int>(static_cast<int>(results.size()));
}

TEST(VersionedCacheTest, ReadsAgainWhenTheVersionHasRisen) {
  Cache cache(Read);
  std::size_t reads = 0;
  const auto get = [&](std::int64_t version) {
    const auto rules = cache.Get(
        version, [&](const std::vector<db::Query>&) { return std::vector<db::Result>(++reads); });
    return rules.ok() ? **rules : -1;
  };
  EXPECT_EQ(get(1), 1);
  EXPECT_EQ(get(1), 1);
  EXPECT_EQ(get(2), 2);
  EXPECT_EQ(get(1), 2) << "newer rules serve a command that saw the older version";
}

TEST(VersionedCacheTest, KeepsNothingOfAFailure) {
  Cache cache(Read);
  const auto failed =
      cache.Get(2, [](const std::vector<db::Query>&) -> absl::StatusOr<std::vector<db::Result>> {
        return absl::UnavailableError("down");
      });
  EXPECT_EQ(failed.status().code(), absl::StatusCode::kUnavailable);
  const auto rules =
      cache.Get(2, [](const std::vector<db::Query>&) { return std::vector<db::Result>(7); });
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_EQ(**rules, 7);
}

}  // namespace
}  // namespace motcua::catalogue

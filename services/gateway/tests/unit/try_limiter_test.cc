#include "status/try_limiter.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::gateway {
namespace {

/// Counters without an end, or nothing while it is unavailable.
class CountingRedis final : public redis::Client {
 public:
  void Send(const std::vector<std::string>& arguments, Done done) override {
    done(Command(arguments));
  }
  absl::StatusOr<redis::Reply> Command(const std::vector<std::string>& /*arguments*/) override {
    return redis::Reply();
  }
  /// Counts when the hour is given, and reads otherwise.
  absl::StatusOr<redis::Reply> Script(const std::string& /*source*/,
                                      const std::vector<std::string>& keys,
                                      const std::vector<std::string>& arguments) override {
    if (away) {
      return Error(absl::StatusCode::kUnavailable, "REDIS_DOWN", "away");
    }
    std::string read;
    for (const std::string& key : keys) {
      wrong[key] += arguments.empty() ? 0 : 1;
      read += std::to_string(wrong[key]) + " 1234 ";
    }
    read.pop_back();
    return redis::Reply{.text = read};
  }
  bool breaker_open() const override { return away; }

  std::map<std::string, int> wrong;
  bool away = false;
};

TEST(TryLimiterTest, TriesBeforeAndDuringAnOutageCountTogether) {
  CountingRedis redis;
  TryLimiter tries(redis);
  for (int i = 0; i < TryLimiter::kMaxTries; ++i) {
    EXPECT_FALSE(tries.MustWait("X01", "a").has_value()) << i;
    redis.away = i % 2 == 1;
    tries.CountWrong("X01", "a");
    redis.away = false;
  }
  EXPECT_TRUE(tries.MustWait("X01", "a").has_value());
}

TEST(TryLimiterTest, WithoutRedisThisProcessCounts) {
  CountingRedis redis;
  redis.away = true;
  TryLimiter tries(redis);
  for (int i = 0; i < TryLimiter::kMaxTries; ++i) {
    EXPECT_FALSE(tries.MustWait("X01", "a").has_value()) << i;
    tries.CountWrong("X01", "a");
  }
  const auto wait = tries.MustWait("X01", "a");
  ASSERT_TRUE(wait.has_value());
  EXPECT_GT(*wait, std::chrono::minutes(59));
  EXPECT_LE(*wait, TryLimiter::kWindow);
  EXPECT_FALSE(tries.MustWait("X02", "a").has_value());
}

// F22: who knows a code must not lock out the owner of the dossier.
TEST(TryLimiterTest, OneAskersTriesDoNotCountForAnother) {
  CountingRedis redis;
  TryLimiter tries(redis);
  for (int i = 0; i < TryLimiter::kMaxTries; ++i) {
    tries.CountWrong("X01", "address:10.0.0.1");
  }
  EXPECT_EQ(tries.MustWait("X01", "address:10.0.0.1"), std::chrono::seconds(1234));
  EXPECT_FALSE(tries.MustWait("X01", "portal:p1").has_value());
  const absl::Status refused = CheckTries(tries, "X01", "address:10.0.0.1");
  EXPECT_EQ(Reason(refused), "TOO_MANY_TRIES");
  EXPECT_EQ(Metadata(refused), (ErrorMetadata{{"retry_after_seconds", "1234"}}));
  EXPECT_TRUE(CheckTries(tries, "X01", "portal:p1").ok());
  for (const auto& [key, wrong] : redis.wrong) {
    EXPECT_EQ(key.find("10.0.0.1"), std::string::npos) << "an address is personal data";
  }
}

TEST(TryLimiterTest, ManyAskersTogetherAreLimitedToo) {
  CountingRedis redis;
  TryLimiter tries(redis);
  for (int i = 0; i < TryLimiter::kMaxTriesOfAll; ++i) {
    const std::string asker = "address:" + std::to_string(i);
    EXPECT_FALSE(tries.MustWait("X01", asker).has_value()) << i;
    tries.CountWrong("X01", asker);
  }
  EXPECT_TRUE(tries.MustWait("X01", "address:new").has_value());
  EXPECT_FALSE(tries.MustWait("X02", "address:new").has_value());
}

}  // namespace
}  // namespace motcua::gateway

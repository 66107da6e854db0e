#include "status/try_limiter.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::gateway {
namespace {

/// One counter, or nothing while it is unavailable.
class CountingRedis final : public redis::Client {
 public:
  void Send(const std::vector<std::string>& arguments, Done done) override {
    done(Command(arguments));
  }
  absl::StatusOr<redis::Reply> Command(const std::vector<std::string>& /*arguments*/) override {
    return Answer(redis::Reply{.text = std::to_string(wrong)});
  }
  absl::StatusOr<redis::Reply> Script(const std::string& /*source*/,
                                      const std::vector<std::string>& /*keys*/,
                                      const std::vector<std::string>& /*arguments*/) override {
    wrong += away ? 0 : 1;
    return Answer(redis::Reply{.integer = wrong});
  }
  bool breaker_open() const override { return away; }

  int wrong = 0;
  bool away = false;

 private:
  absl::StatusOr<redis::Reply> Answer(redis::Reply reply) const {
    if (away) {
      return Error(absl::StatusCode::kUnavailable, "REDIS_DOWN", "away");
    }
    return reply;
  }
};

TEST(TryLimiterTest, TriesBeforeAndDuringAnOutageCountTogether) {
  CountingRedis redis;
  TryLimiter tries(redis);
  for (int i = 0; i < TryLimiter::kMaxTries; ++i) {
    EXPECT_FALSE(tries.Exhausted("X01")) << i;
    redis.away = i % 2 == 1;
    tries.CountWrong("X01");
    redis.away = false;
  }
  EXPECT_TRUE(tries.Exhausted("X01"));
}

TEST(TryLimiterTest, WithoutRedisThisProcessCounts) {
  CountingRedis redis;
  redis.away = true;
  TryLimiter tries(redis);
  for (int i = 0; i < TryLimiter::kMaxTries; ++i) {
    EXPECT_FALSE(tries.Exhausted("X01")) << i;
    tries.CountWrong("X01");
  }
  EXPECT_TRUE(tries.Exhausted("X01"));
  EXPECT_FALSE(tries.Exhausted("X02"));
}

}  // namespace
}  // namespace motcua::gateway

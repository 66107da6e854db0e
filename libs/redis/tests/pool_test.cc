#include "pool.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "redis_process.h"

namespace motcua::redis {
namespace {

using namespace std::chrono_literals;

struct PoolTest : ::testing::Test {
  static Pool::Time In(std::chrono::milliseconds wait) {
    return std::chrono::steady_clock::now() + wait;
  }
  RedisProcess redis;
  int opened = 0;
  Pool pool{2, [this] {
              ++opened;
              return Connection::Open(*ParseAddress(redis.address()), In(5s));
            }};
};

TEST_F(PoolTest, KeepsWhatItIsToldToKeepAndClosesTheRest) {
  {
    auto lease = pool.Acquire(In(5s));
    ASSERT_TRUE(lease.ok()) << lease.status();
    lease->Keep();
  }
  EXPECT_EQ(opened, 1);
  { ASSERT_TRUE(pool.Acquire(In(5s)).ok()); }
  EXPECT_EQ(opened, 1) << "the kept one is used again";
  { ASSERT_TRUE(pool.Acquire(In(5s)).ok()); }
  EXPECT_EQ(opened, 2) << "the one not kept is not";
}

TEST_F(PoolTest, ACallerWithoutAConnectionGivesUpAtItsDeadline) {
  auto first = pool.Acquire(In(5s));
  {
    auto second = pool.Acquire(In(5s));
    ASSERT_TRUE(first.ok() && second.ok());
    const auto third = pool.Acquire(In(20ms));
    EXPECT_EQ(third.status().code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(Reason(third.status()), "REDIS_POOL_BUSY");
  }
  EXPECT_TRUE(pool.Acquire(In(5s)).ok()) << "a closed connection leaves its place";
}

TEST_F(PoolTest, AFailedOpenLeavesItsPlace) {
  redis.Kill();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(Reason(pool.Acquire(In(5s)).status()), "REDIS_DOWN");
  }
}

TEST_F(PoolTest, DroppedConnectionsAreOpenedAnew) {
  {
    auto lease = pool.Acquire(In(5s));
    ASSERT_TRUE(lease.ok());
    lease->Keep();
  }
  pool.DropIdle();
  ASSERT_TRUE(pool.Acquire(In(5s)).ok());
  EXPECT_EQ(opened, 2);
}

}  // namespace
}  // namespace motcua::redis

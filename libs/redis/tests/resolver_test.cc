#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "motcua/redis/client.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/slow_name.h"

#include "redis_process.h"

namespace motcua::redis {
namespace {

using namespace std::chrono_literals;
using testing::Eventually;

struct ResolverTest : ::testing::Test {
  std::string SlowAddress() const {
    return std::string(name.kName) + redis.address().substr(redis.address().rfind(':'));
  }
  static std::chrono::steady_clock::duration TimeOf(const std::function<void()>& fn) {
    const auto start = std::chrono::steady_clock::now();
    fn();
    return std::chrono::steady_clock::now() - start;
  }
  testing::SlowName name;
  RedisProcess redis;
};

TEST_F(ResolverTest, ASlowLookUpOfTheNameHoldsUpNoCommandForLonger) {
  auto client = Client::Create({.address = SlowAddress()});
  EXPECT_LT(TimeOf([&] { EXPECT_FALSE(client->Command({"PING"}).ok()); }), 2s)
      << "the time of connecting is 50 ms";
  EXPECT_LT(TimeOf([&] { client.reset(); }), 2s) << "nor the end of the client";
}

TEST_F(ResolverTest, TheNameIsFoundWhenTheResolverAnswers) {
  const auto client = Client::Create({.address = SlowAddress()});
  EXPECT_FALSE(client->Command({"PING"}).ok());
  name.SetAnswered(true);
  EXPECT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }, 10s));
}

TEST_F(ResolverTest, ANewConnectionGoesToTheKnownAddressWithoutTheResolver) {
  name.SetAnswered(true);
  const auto client = Client::Create({.address = SlowAddress()});
  ASSERT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }, 10s));
  name.SetAnswered(false);
  const int asked = name.asked();
  redis.Kill();
  redis.Start();
  EXPECT_LT(
      TimeOf([&] { EXPECT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }, 10s)); }),
      4s);
  // And it is asked again meanwhile: the server may have moved.
  EXPECT_TRUE(Eventually([&] { return name.asked() > asked; }, 10s));
}

}  // namespace
}  // namespace motcua::redis

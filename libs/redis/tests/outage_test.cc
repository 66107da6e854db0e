#include <algorithm>
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/redis/client.h"
#include "motcua/testing/eventually.h"

#include "redis_process.h"

namespace motcua::redis {
namespace {

using namespace std::chrono_literals;
using testing::Eventually;
using testing::Throughout;

/// R2.7 with the time-outs of production.
struct OutageTest : ::testing::Test {
  std::chrono::steady_clock::duration TimeOf(const std::function<void()>& fn) {
    const auto start = std::chrono::steady_clock::now();
    fn();
    return std::chrono::steady_clock::now() - start;
  }
  /// Commands until the breaker opens; each one ends within 100 ms, but for one that a busy machine
  /// may hold up.
  void FailUntilOpen() {
    int commands = 0;
    int late = 0;
    while (!client->breaker_open()) {
      ASSERT_LE(++commands, 10) << "ten failures open it";
      absl::Status status;
      const auto took = TimeOf([&] { status = client->Command({"GET", "k"}).status(); });
      EXPECT_FALSE(status.ok());
      late += took > 100ms ? 1 : 0;
    }
    EXPECT_LE(late, 1);
  }
  /// 32 callers, 15 commands each: how many did not end within 100 ms.
  int LateCallers() {
    std::atomic<int> late{0};
    std::vector<std::jthread> threads;
    for (int t = 0; t < 32; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 15; ++i) {
          late += TimeOf([&] { EXPECT_FALSE(client->Command({"PING"}).ok()); }) > 100ms ? 1 : 0;
        }
      });
    }
    threads.clear();
    return late;
  }
  RedisProcess redis;
  const std::unique_ptr<Client> client = Client::Create({.address = redis.address()});
};

TEST_F(OutageTest, FrozenServerOpensTheBreakerAndAThawedOneClosesIt) {
  ASSERT_TRUE(Eventually([&] { return client->Command({"SET", "k", "v"}).ok(); }));
  redis.Freeze();
  FailUntilOpen();
  // Open: nothing is asked, and a frozen server never closes it.
  EXPECT_TRUE(Throughout(1200ms, [&] {
    return Reason(client->Command({"GET", "k"}).status()) == "REDIS_DOWN";
  }));
  EXPECT_TRUE(client->breaker_open());

  redis.Thaw();
  EXPECT_TRUE(Eventually([&] { return !client->breaker_open(); }, 2s)) << "without any command";
  ASSERT_TRUE(Eventually([&] { return client->Command({"GET", "k"}).ok(); }));
  EXPECT_EQ(client->Command({"GET", "k"})->text, "v");
}

TEST_F(OutageTest, TheEndOfAShortStallIsNoticedSoon) {
  // A busy machine may hold up a round, but not five.
  auto took = std::chrono::steady_clock::duration::max();
  for (int round = 0; round < 5; ++round) {
    ASSERT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }));
    redis.Freeze();
    FailUntilOpen();
    redis.Thaw();
    took = std::min(took, TimeOf([&] {
                      EXPECT_TRUE(Eventually([&] { return !client->breaker_open(); }, 2s));
                    }));
  }
  EXPECT_LT(took, 150ms);
}

TEST_F(OutageTest, KilledServerGivesErrorsAndARestartedOneRecovers) {
  ASSERT_TRUE(Eventually([&] { return client->Command({"SET", "k", "v"}).ok(); }));
  redis.Kill();
  FailUntilOpen();
  redis.Start();
  EXPECT_TRUE(Eventually([&] { return !client->breaker_open(); }, 2s));
  const auto reply = client->Command({"GET", "k"});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_TRUE(reply->nil) << "a restarted server without persistence is empty";
}

TEST_F(OutageTest, RestartWhileNobodyAsksIsNotNoticed) {
  // A busy machine may hold up a command past its 20 ms and spoil a round, but not three.
  bool answered = false;
  for (int round = 0; round < 3 && !answered; ++round) {
    ASSERT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }));
    redis.Kill();
    redis.Start();
    answered = client->Command({"PING"}).ok();
  }
  EXPECT_TRUE(answered);
}

TEST_F(OutageTest, ManyCallersEndInTimeWhenTheServerFreezes) {
  // A busy machine may hold up everybody at once and spoil a round, but not three.
  int late = 1;
  for (int round = 0; round < 3 && late > 0; ++round) {
    ASSERT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }));
    redis.Freeze();
    late = LateCallers();
    // What one stall ends is one failure, and ten of them open it.
    EXPECT_TRUE(client->breaker_open());
    redis.Thaw();
  }
  EXPECT_EQ(late, 0);
}

TEST(Outage, ServerThatIsNotThereAtTheStartIsFoundLater) {
  RedisProcess redis;
  redis.Kill();
  const auto client = Client::Create({.address = redis.address()});
  EXPECT_EQ(Reason(client->Command({"PING"}).status()), "REDIS_DOWN");
  redis.Start();
  EXPECT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }));
}

}  // namespace
}  // namespace motcua::redis

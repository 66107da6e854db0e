#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/redis/client.h"
#include "motcua/testing/eventually.h"

#include "redis_process.h"

namespace motcua::redis {
namespace {

using namespace std::chrono_literals;
using ::testing::AnyOf;
using ::testing::Each;
using testing::Eventually;

/// Outcomes of the commands sent with `Sender`: each one's own answer, and how often it came.
class Results {
 public:
  explicit Results(int commands) : results_(static_cast<std::size_t>(commands)) {}

  Client::Done Sender(int command) {
    return [this, command](absl::StatusOr<Reply> reply) {
      const std::lock_guard lock(mutex_);
      Result& result = results_[static_cast<std::size_t>(command)];
      result.reply = std::move(reply);
      ++result.times;
    };
  }
  int ended() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(
        std::count_if(results_.begin(), results_.end(), [](const Result& r) { return r.times; }));
  }
  bool EachOnce() const {
    const std::lock_guard lock(mutex_);
    return std::all_of(results_.begin(), results_.end(),
                       [](const Result& result) { return result.times == 1; });
  }
  std::vector<std::string> Reasons() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> reasons;
    for (const Result& result : results_) {
      reasons.push_back(Reason(result.reply.status()));
    }
    return reasons;
  }
  std::string Text(int command) const {
    const std::lock_guard lock(mutex_);
    const Result& result = results_[static_cast<std::size_t>(command)];
    return result.reply.ok() ? result.reply->text : result.reply.status().ToString();
  }

 private:
  struct Result {
    absl::StatusOr<Reply> reply;
    int times = 0;
  };
  mutable std::mutex mutex_;
  std::vector<Result> results_;
};

/// A separate server, and time-outs long enough for a busy machine.
struct PipelineTest : ::testing::Test {
  Client::Options OptionsWith(std::chrono::milliseconds command_timeout) const {
    return {.address = redis.address(), .connect_timeout = 5s, .command_timeout = command_timeout};
  }
  /// How many connections the server has had so far.
  static std::string Connections(Client& client) {
    const std::string text = client.Command({"INFO", "stats"})->text;
    const std::size_t at = text.find("total_connections_received:");
    return text.substr(at, text.find('\r', at) - at);
  }
  RedisProcess redis;
};

TEST_F(PipelineTest, RepliesGoToTheirOwnCallersOverOneConnection) {
  constexpr int kThreads = 8;
  constexpr int kAsync = 500;
  const auto client = Client::Create(OptionsWith(20s));
  const std::string before = Connections(*client);
  Results results(kThreads * kAsync);
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kAsync; ++i) {
        const int command = t * kAsync + i;
        client->Send({"ECHO", "sent " + std::to_string(command)}, results.Sender(command));
        if (i % 5 == 0) {
          const std::string own = "asked " + std::to_string(command);
          const auto reply = client->Command({"ECHO", own});
          ASSERT_TRUE(reply.ok()) << reply.status();
          ASSERT_EQ(reply->text, own);
        }
      }
    });
  }
  threads.clear();
  ASSERT_TRUE(Eventually([&] { return results.ended() == kThreads * kAsync; }));
  for (int command = 0; command < kThreads * kAsync; ++command) {
    ASSERT_EQ(results.Text(command), "sent " + std::to_string(command));
  }
  EXPECT_TRUE(results.EachOnce());
  EXPECT_EQ(Connections(*client), before);
}

TEST_F(PipelineTest, MoreThanTheSocketTakesAtOnceGoesInPieces) {
  constexpr int kCommands = 100;
  const auto client = Client::Create(OptionsWith(20s));
  Results results(kCommands);
  for (int i = 0; i < kCommands; ++i) {
    client->Send({"ECHO", std::to_string(i) + std::string(100'000, 'x')}, results.Sender(i));
  }
  ASSERT_TRUE(Eventually([&] { return results.ended() == kCommands; }));
  for (int i = 0; i < kCommands; ++i) {
    EXPECT_EQ(results.Text(i), std::to_string(i) + std::string(100'000, 'x')) << i;
  }
}

TEST_F(PipelineTest, ADoneMaySendTheNext) {
  const auto client = Client::Create(OptionsWith(20s));
  std::atomic<int> ended{0};
  std::function<void()> next = [&] {
    client->Send({"PING"}, [&](const absl::StatusOr<Reply>& reply) {
      EXPECT_TRUE(reply.ok()) << reply.status();
      if (++ended < 100) {
        next();
      }
    });
  };
  next();
  EXPECT_TRUE(Eventually([&] { return ended == 100; }));
}

TEST_F(PipelineTest, AStallEndsEveryCommandOnceAndCountsAsOneFailure) {
  constexpr int kCommands = 50;
  const auto client = Client::Create(OptionsWith(200ms));
  ASSERT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }));
  redis.Freeze();
  Results results(kCommands);
  for (int i = 0; i < kCommands; ++i) {
    client->Send({"ECHO", std::to_string(i)}, results.Sender(i));
  }
  EXPECT_TRUE(Eventually([&] { return results.ended() == kCommands; }));
  EXPECT_THAT(results.Reasons(), Each(AnyOf("REDIS_TIMEOUT", "REDIS_DOWN")));
  EXPECT_EQ(results.Reasons()[0], "REDIS_TIMEOUT");
  EXPECT_FALSE(client->breaker_open()) << "one stall is not fifty";
  redis.Thaw();
  ASSERT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }));
  EXPECT_TRUE(results.EachOnce());
}

TEST_F(PipelineTest, LateRepliesAfterAStallReachNobody) {
  const auto client = Client::Create(OptionsWith(100ms));
  ASSERT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }));
  int number = 0;
  for (int round = 0; round < 3; ++round) {
    redis.Freeze();
    Results lost(20);
    for (int i = 0; i < 20; ++i) {
      client->Send({"ECHO", "late"}, lost.Sender(i));
    }
    ASSERT_TRUE(Eventually([&] { return lost.ended() == 20; }));
    redis.Thaw();
    for (int answered = 0; answered < 100; ++number) {
      const std::string own = std::to_string(number);
      const auto reply = client->Command({"ECHO", own});
      if (reply.ok()) {
        ASSERT_EQ(reply->text, own);
        ++answered;
      }
    }
    EXPECT_TRUE(lost.EachOnce());
  }
}

TEST_F(PipelineTest, MoreCommandsThanTheBoundAreRefusedAtOnce) {
  Client::Options options = OptionsWith(1s);
  options.max_commands = 4;
  const auto client = Client::Create(options);
  ASSERT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }));
  redis.Freeze();
  Results taken(4);
  for (int i = 0; i < 4; ++i) {
    client->Send({"PING"}, taken.Sender(i));
  }
  for (int i = 0; i < 20; ++i) {
    Results refused(1);
    client->Send({"PING"}, refused.Sender(0));
    EXPECT_TRUE(refused.EachOnce());
    EXPECT_EQ(refused.Reasons()[0], "REDIS_BUSY");
  }
  EXPECT_EQ(client->Command({"PING"}).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_FALSE(client->breaker_open()) << "Redis is not to blame";
  redis.Thaw();
  ASSERT_TRUE(Eventually([&] { return taken.ended() == 4; }));
  EXPECT_TRUE(client->Command({"PING"}).ok()) << "ended commands leave their place";
}

TEST_F(PipelineTest, TheEndOfTheClientEndsItsCommands) {
  constexpr int kCommands = 200;
  Results results(kCommands);
  auto client = Client::Create(OptionsWith(60s));
  ASSERT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }));
  redis.Freeze();
  for (int i = 0; i < kCommands; ++i) {
    client->Send({"ECHO", std::to_string(i)}, results.Sender(i));
  }
  const auto start = std::chrono::steady_clock::now();
  client.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s) << "nothing is waited for";
  EXPECT_TRUE(results.EachOnce());
  EXPECT_THAT(results.Reasons(), Each(std::string("REDIS_DOWN")));
}

TEST_F(PipelineTest, ADoneThatSendsAgainDoesNotOutliveTheClient) {
  Results again(1);
  auto client = Client::Create(OptionsWith(60s));
  ASSERT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }));
  redis.Freeze();
  client->Send({"PING"}, [&, raw = client.get()](const absl::StatusOr<Reply>&) {
    raw->Send({"PING"}, again.Sender(0));
  });
  client.reset();
  EXPECT_TRUE(again.EachOnce());
  EXPECT_EQ(again.Reasons()[0], "REDIS_DOWN");
}

TEST_F(PipelineTest, AServerThatDiesEndsWhatWasSentToIt) {
  constexpr int kCommands = 50;
  const auto client = Client::Create(OptionsWith(20s));
  ASSERT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }));
  redis.Freeze();  // so that they are under way when it dies
  Results results(kCommands);
  for (int i = 0; i < kCommands; ++i) {
    client->Send({"PING"}, results.Sender(i));
  }
  redis.Kill();
  ASSERT_TRUE(Eventually([&] { return results.ended() == kCommands; }, 5s)) << "not after 20 s";
  EXPECT_TRUE(results.EachOnce());
  EXPECT_THAT(results.Reasons(), Each(std::string("REDIS_DOWN")));
  redis.Start();
  EXPECT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }));
}

}  // namespace
}  // namespace motcua::redis

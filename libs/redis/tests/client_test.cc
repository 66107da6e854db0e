#include "motcua/redis/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/stack.h"

#include "redis_process.h"

namespace motcua::redis {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::Optional;

/// Against the shared server: keys with a prefix of the test's own. Time-outs are long, because
/// these tests are about answers.
struct ClientTest : ::testing::Test {
  std::string Key(const std::string& name) const { return prefix + ":" + name; }
  Reply Do(const std::vector<std::string>& arguments) {
    const auto reply = client->Command(arguments);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.value_or(Reply());
  }
  const std::string prefix = testing::UniqueName("redis-test-");
  const std::unique_ptr<Client> client = Client::Create(
      {.address = testing::RedisAddress(), .connect_timeout = 5s, .command_timeout = 5s});
};

TEST_F(ClientTest, StringsOfAnyBytesIntegersAndNil) {
  const std::string bytes("a\0\r\n\xff z", 7);
  EXPECT_EQ(Do({"SET", Key("k"), bytes, "EX", "60"}).text, "OK");
  EXPECT_EQ(Do({"GET", Key("k")}).text, bytes);
  EXPECT_EQ(Do({"STRLEN", Key("k")}).integer, 7);
  EXPECT_TRUE(Do({"GET", Key("absent")}).nil);
  EXPECT_FALSE(Do({"GET", Key("k")}).nil);
  EXPECT_EQ(Do({"DEL", Key("k")}).integer, 1);
}

TEST_F(ClientTest, LargeValuesGoBothWays) {
  const std::string large(3'000'000, 'x');
  Do({"SET", Key("large"), large, "EX", "60"});
  EXPECT_EQ(Do({"GET", Key("large")}).text, large);
  Do({"DEL", Key("large")});
}

TEST_F(ClientTest, ArraysAreFlattened) {
  Do({"HSET", Key("h"), "version", "7", "state", ""});
  EXPECT_THAT(Do({"HMGET", Key("h"), "version", "absent", "state"}).items,
              ElementsAre(Optional(std::string("7")), std::nullopt, Optional(std::string())));
  Do({"DEL", Key("h")});
}

TEST_F(ClientTest, AWrongCommandIsAnErrorAndTheConnectionGoesOn) {
  Do({"SET", Key("k"), "text", "EX", "60"});
  for (int i = 0; i < 30; ++i) {
    const auto reply = client->Command({"INCR", Key("k")});
    EXPECT_EQ(reply.status().code(), absl::StatusCode::kInternal);
    EXPECT_EQ(Reason(reply.status()), "REDIS_ERROR");
  }
  EXPECT_FALSE(client->breaker_open()) << "Redis answers; the command is at fault";
  EXPECT_EQ(Do({"GET", Key("k")}).text, "text");
  Do({"DEL", Key("k")});
}

TEST_F(ClientTest, ScriptIsLoadedWhenTheServerDoesNotKnowIt) {
  // Not known to any server yet: the prefix is part of the source.
  const std::string source = "return {KEYS[1], ARGV[1] .. '" + prefix + "'}";
  for (int i = 0; i < 2; ++i) {
    const auto reply = client->Script(source, {Key("k")}, {"v"});
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_THAT(reply->items, ElementsAre(Optional(Key("k")), Optional("v" + prefix)));
  }
}

TEST_F(ClientTest, AnUnknownScriptOfTheCallersOwnIsSaidToBeOne) {
  const auto reply = client->Command({"EVALSHA", std::string(40, '0'), "0"});
  EXPECT_EQ(reply.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Reason(reply.status()), "REDIS_SCRIPT_UNKNOWN");
}

TEST_F(ClientTest, BrokenScriptIsAnError) {
  EXPECT_EQ(Reason(client->Script("return " + prefix + " (", {}, {}).status()), "REDIS_ERROR");
}

TEST(OwnServer, IsReachedByItsUnixSocket) {
  const RedisProcess redis;
  const auto client = Client::Create(
      {.address = redis.socket_address(), .connect_timeout = 5s, .command_timeout = 5s});
  const auto reply = client->Command({"PING"});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->text, "PONG");
}

TEST(OwnServer, AsksForUserAndPassword) {
  const RedisProcess redis(
      {"--user", "gateway", "on", ">secret", "~status:*", "+get", "+set", "+ping"});
  Client::Options options{.address = redis.address(),
                          .connect_timeout = 5s,
                          .command_timeout = 5s,
                          .user = "gateway",
                          .password = "secret"};
  EXPECT_TRUE(Client::Create(options)->Command({"SET", "status:a", "1"}).ok());
  EXPECT_EQ(Reason(Client::Create(options)->Command({"SET", "other:a", "1"}).status()),
            "REDIS_ERROR");
  options.password = "wrong";
  const auto refused = Client::Create(options);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Reason(refused->Command({"GET", "status:a"}).status()), "REDIS_ERROR");
  }
  EXPECT_FALSE(refused->breaker_open()) << "Redis answers; the password is at fault";
}

TEST(OwnServer, ForgottenScriptIsLoadedAgain) {
  const RedisProcess redis;
  const auto client =
      Client::Create({.address = redis.address(), .connect_timeout = 5s, .command_timeout = 5s});
  ASSERT_TRUE(client->Script("return 1", {}, {}).ok());
  ASSERT_TRUE(client->Command({"SCRIPT", "FLUSH"}).ok());
  const auto reply = client->Script("return 1", {}, {});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->integer, 1);
}

TEST(OwnServer, FullMemoryRefusesWritesAndStillReads) {
  const RedisProcess redis({"--maxmemory", "1", "--maxmemory-policy", "noeviction"});
  const auto client =
      Client::Create({.address = redis.address(), .connect_timeout = 5s, .command_timeout = 5s});
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Reason(client->Command({"SET", "k", "v"}).status()), "REDIS_WRITE_REFUSED");
  }
  EXPECT_TRUE(client->Command({"GET", "k"}).ok());
  EXPECT_FALSE(client->breaker_open());
}

TEST(OwnServer, LateReplyNeverAnswersAnotherCommand) {
  const RedisProcess redis;
  const auto client =
      Client::Create({.address = redis.address(), .connect_timeout = 5s, .command_timeout = 100ms});
  ASSERT_TRUE(client->Command({"SET", "k", "right"}).ok());
  // Answers nil after 0.2 s, when its caller has given up.
  EXPECT_EQ(Reason(client->Command({"BLPOP", "nothing", "0.2"}).status()), "REDIS_TIMEOUT");
  EXPECT_TRUE(testing::Throughout(400ms, [&] {
    const auto reply = client->Command({"GET", "k"});
    return !reply.ok() || (!reply->nil && reply->text == "right");
  }));
}

}  // namespace
}  // namespace motcua::redis

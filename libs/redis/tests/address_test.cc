#include "address.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/redis/client.h"

namespace motcua::redis {
namespace {

TEST(ParseAddress, ReadsTheThreeForms) {
  const auto tcp = ParseAddress("redis.internal:6379");
  ASSERT_TRUE(tcp.ok());
  EXPECT_EQ(tcp->host, "redis.internal");
  EXPECT_EQ(tcp->port, 6379);
  const auto v6 = ParseAddress("[::1]:6380");
  ASSERT_TRUE(v6.ok());
  EXPECT_EQ(v6->host, "::1");
  EXPECT_EQ(v6->port, 6380);
  const auto socket = ParseAddress("unix:/run/redis/redis.sock");
  ASSERT_TRUE(socket.ok());
  EXPECT_EQ(socket->path, "/run/redis/redis.sock");
  EXPECT_EQ(socket->host, "");
}

TEST(ParseAddress, RefusesTheRest) {
  for (const std::string wrong :
       {"", "redis", "redis:", ":6379", "redis:0", "redis:65536", "redis:63x", "::1:6379",
        "[::1:6379", "re dis:6379", "unix:", "unix:relative"}) {
    EXPECT_EQ(Reason(ParseAddress(wrong).status()), "REDIS_ADDRESS_INVALID") << wrong;
    EXPECT_EQ(Reason(Client::CheckAddress(wrong)), "REDIS_ADDRESS_INVALID") << wrong;
  }
  EXPECT_FALSE(ParseAddress("unix:/" + std::string(200, 'x')).ok());
}

TEST(Client, WithAWrongAddressSaysSoAtEveryCommand) {
  const auto client = Client::Create({.address = "nowhere"});
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Reason(client->Command({"PING"}).status()), "REDIS_ADDRESS_INVALID");
  }
}

}  // namespace
}  // namespace motcua::redis

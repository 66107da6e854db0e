#include <atomic>
#include <condition_variable>
#include <cstring>
#include <dlfcn.h>
#include <mutex>
#include <netdb.h>
#include <string>

#include <gtest/gtest.h>

#include "motcua/redis/client.h"
#include "motcua/testing/eventually.h"

#include "redis_process.h"

namespace motcua::redis {
namespace {

using namespace std::chrono_literals;
using testing::Eventually;

constexpr char kSlowName[] = "slow.test";

/// The answer of the system's resolver to `kSlowName`: this machine, but only while the gate is
/// open. Never waits longer than 5 s, so that a defect fails a test and does not hang it.
class Gate {
 public:
  void Set(bool open) {
    const std::lock_guard lock(mutex_);
    open_ = open;
    changed_.notify_all();
  }
  void Pass() {
    std::unique_lock lock(mutex_);
    ++asked_;
    changed_.wait_for(lock, 5s, [&] { return open_; });
  }
  int asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int asked_ = 0;
};

Gate& TheGate() {
  static Gate& gate = *new Gate;  // a look-up may outlive the tests
  return gate;
}

}  // namespace
}  // namespace motcua::redis

/// Stands before the system's own in this program and its libraries.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  static auto* const system =
      reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
  if (node != nullptr && std::strcmp(node, motcua::redis::kSlowName) == 0) {
    motcua::redis::TheGate().Pass();
    node = "127.0.0.1";
  }
  return system(node, service, hints, result);
}

namespace motcua::redis {
namespace {

struct ResolverTest : ::testing::Test {
  ResolverTest() { TheGate().Set(false); }
  ~ResolverTest() override { TheGate().Set(true); }
  std::string SlowAddress() const {
    return kSlowName + redis.address().substr(redis.address().rfind(':'));
  }
  static std::chrono::steady_clock::duration TimeOf(const std::function<void()>& fn) {
    const auto start = std::chrono::steady_clock::now();
    fn();
    return std::chrono::steady_clock::now() - start;
  }
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
  TheGate().Set(true);
  EXPECT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }, 10s));
}

TEST_F(ResolverTest, ANewConnectionGoesToTheKnownAddressWithoutTheResolver) {
  TheGate().Set(true);
  const auto client = Client::Create({.address = SlowAddress()});
  ASSERT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }, 10s));
  TheGate().Set(false);
  const int asked = TheGate().asked();
  redis.Kill();
  redis.Start();
  EXPECT_LT(
      TimeOf([&] { EXPECT_TRUE(Eventually([&] { return client->Command({"PING"}).ok(); }, 10s)); }),
      4s);
  // And it is asked again meanwhile: the server may have moved.
  EXPECT_TRUE(Eventually([&] { return TheGate().asked() > asked; }, 10s));
}

}  // namespace
}  // namespace motcua::redis

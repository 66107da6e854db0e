#include "motcua/runtime/health.h"

#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace motcua::runtime {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(HealthTest, ReadyNeedsTheStartAndEveryCondition) {
  Health health;
  Health::Condition postgres = health.AddCondition("postgres");
  Health::Condition schema = health.AddCondition("schema");
  EXPECT_FALSE(health.Started().ok);
  health.SetStarted();
  EXPECT_TRUE(health.Started().ok);
  EXPECT_FALSE(health.ready());
  postgres.Set(true);
  EXPECT_FALSE(health.ready());
  schema.Set(true);
  EXPECT_TRUE(health.ready());
  postgres.Set(false, "connection refused");
  EXPECT_FALSE(health.ready());
  EXPECT_THAT(health.Ready().text, HasSubstr("postgres"));
  EXPECT_THAT(health.Ready().text, HasSubstr("connection refused"));
  // A database that is gone causes no restart (R7.6).
  EXPECT_TRUE(health.live());
  postgres.Set(true);
  EXPECT_TRUE(health.ready());
}

TEST(HealthTest, ConditionsAloneDoNotMakeItReady) {
  Health health;
  health.AddCondition("postgres").Set(true);
  EXPECT_FALSE(health.ready());
}

TEST(HealthTest, DrainingIsForGood) {
  Health health;
  Health::Condition postgres = health.AddCondition("postgres");
  postgres.Set(true);
  health.SetStarted();
  EXPECT_TRUE(health.ready());
  health.StartDraining();
  EXPECT_FALSE(health.ready());
  postgres.Set(true);
  health.SetStarted();
  EXPECT_FALSE(health.ready());
}

TEST(HealthTest, AHeartbeatThatStopsIsNotAlive) {
  std::chrono::steady_clock::time_point now{};
  Health health([&now] { return now; });
  Health::Heartbeat loop = health.AddHeartbeat("grpc", milliseconds(5000));
  Health::Heartbeat other = health.AddHeartbeat("kafka", milliseconds(5000));
  now += milliseconds(5000);
  EXPECT_TRUE(health.live());
  now += milliseconds(1);
  EXPECT_FALSE(health.live());
  loop.Beat();
  EXPECT_FALSE(health.live());
  EXPECT_THAT(health.Live().text, HasSubstr("kafka"));
  other.Beat();
  EXPECT_TRUE(health.live());
}

TEST(HealthTest, LoopsMayEndWhileDraining) {
  std::chrono::steady_clock::time_point now{};
  Health health([&now] { return now; });
  health.AddHeartbeat("grpc");
  health.StartDraining();
  now += std::chrono::hours(1);
  EXPECT_TRUE(health.live());
}

TEST(HealthTest, ObserversHearThePresentStateAndEachChangeOnce) {
  Health health;
  std::vector<bool> heard;
  health.OnReadyChange([&](bool ready) { heard.push_back(ready); });
  Health::Condition postgres = health.AddCondition("postgres");
  health.SetStarted();
  postgres.Set(true);
  postgres.Set(true);
  postgres.Set(false);
  postgres.Set(true);
  health.StartDraining();
  EXPECT_THAT(heard, ElementsAre(false, true, false, true, false));

  std::vector<bool> late;
  health.OnReadyChange([&](bool ready) { late.push_back(ready); });
  EXPECT_THAT(late, ElementsAre(false));
}

TEST(HealthTest, TheLastThingHeardIsTheTruth) {
  Health health;
  health.SetStarted();
  Health::Condition a = health.AddCondition("a");
  Health::Condition b = health.AddCondition("b");
  bool last = true;
  health.OnReadyChange([&](bool ready) { last = ready; });
  const auto flap = [](Health::Condition condition) {
    for (int i = 0; i < 2000; ++i) {
      condition.Set(i % 2 == 0);
    }
    condition.Set(true);
  };
  std::thread first(flap, a);
  std::thread second(flap, b);
  first.join();
  second.join();
  EXPECT_TRUE(health.ready());
  EXPECT_TRUE(last);
}

}  // namespace
}  // namespace motcua::runtime

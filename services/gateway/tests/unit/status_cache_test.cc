#include "status/status_cache.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "fake_redis.h"

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;

constexpr char kKey[] = "Z01122503120001";
constexpr char kOther[] = "Z01122503120002";

StatusEntry Entry(Version version) {
  StatusEntry entry;
  entry.version = version;
  entry.status.set_code("Z01.12-250312-0001");
  return entry;
}

/// A Redis that becomes unavailable in simulated time: a pause takes no real time, and `at_pause`
/// is called in it.
struct StatusCacheTest : ::testing::Test {
  StatusCacheTest() { redis.Hold(Entry({1, 2})); }
  /// Reads fail from now on, for this long.
  void StandStill(std::chrono::milliseconds span) {
    redis.away = true;
    EXPECT_FALSE(cache.Get(kKey).ok());
    now += span;
    redis.away = false;
  }
  /// The reason why the content of Redis for a key is not trusted; empty if it is.
  std::string WhyNot(const char* key) {
    std::string by_callback;
    cache.GetPublic(key, [&](const absl::StatusOr<StatusCache::FoundPublic>& found) {
      by_callback = Reason(found.status());
    });
    EXPECT_EQ(Reason(cache.Get(key).status()), by_callback);
    return by_callback;
  }

  FakeRedis redis;
  std::chrono::steady_clock::time_point now{1h};
  std::function<void()> at_pause = [] {};
  StatusCache cache{redis,
                    {.now = [this] { return now; },
                     .pause =
                         [this](std::chrono::milliseconds span) {
                           now += span;
                           at_pause();
                         }}};
};

TEST_F(StatusCacheTest, AShortStallCostsItsOwnTimeOnly) {
  StandStill(100ms);
  EXPECT_EQ(WhyNot(kKey), "");
}

TEST_F(StatusCacheTest, AStallOfASecondCostsAnotherForWhatCameMeanwhile) {
  StandStill(1s);
  EXPECT_EQ(WhyNot(kKey), "CACHE_NOT_TRUSTED");
  now += 900ms;
  EXPECT_EQ(WhyNot(kKey), "CACHE_NOT_TRUSTED");
  now += 200ms;
  EXPECT_EQ(WhyNot(kKey), "");
}

TEST_F(StatusCacheTest, AfterALongOutageAllConsumersGetTheirTime) {
  StandStill(10s);
  EXPECT_EQ(WhyNot(kKey), "CACHE_NOT_TRUSTED");
  now += StatusCache::kDistrust - 1s;
  EXPECT_EQ(WhyNot(kKey), "CACHE_NOT_TRUSTED");
  now += 2s;
  EXPECT_EQ(WhyNot(kKey), "");
}

TEST_F(StatusCacheTest, AnEventThatAStallSwallowedIsWrittenAgain) {
  redis.away = true;
  const auto back = now + 200ms;
  at_pause = [&] { redis.away = now < back; };
  const auto stored = cache.PutEvent(kKey, Entry({1, 3}));
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_LE(now, back + 100ms);
  EXPECT_EQ(redis.written, 1);
  EXPECT_EQ(WhyNot(kKey), "");
}

TEST_F(StatusCacheTest, UntilThenNobodyIsToldWhatWasBefore) {
  redis.writes_refused = true;
  const auto began = now;
  int early = 0;
  int late = 0;
  at_pause = [&] {
    EXPECT_EQ(WhyNot(kKey), "CACHE_NOT_TRUSTED");
    // Events of other keys may wait behind this one; an answer may lag by 250 ms.
    const bool may_lag = now - began <= StatusCache::kMayLag;
    EXPECT_EQ(WhyNot(kOther), may_lag ? "" : "CACHE_NOT_TRUSTED");
    ++(may_lag ? early : late);
  };
  EXPECT_EQ(Reason(cache.PutEvent(kKey, Entry({1, 3})).status()), "REDIS_WRITE_REFUSED");
  EXPECT_GT(early, 0);
  EXPECT_GT(late, 0);
  // Given up for now; the consumer delivers it again.
  at_pause = [] {};
  now += 1h;
  EXPECT_EQ(WhyNot(kKey), "CACHE_NOT_TRUSTED");
  EXPECT_EQ(WhyNot(kOther), "CACHE_NOT_TRUSTED");
  redis.writes_refused = false;
  EXPECT_TRUE(cache.PutEvent(kKey, Entry({1, 3})).ok());
  EXPECT_EQ(WhyNot(kOther), "CACHE_NOT_TRUSTED") << "an hour of events may be behind it";
  now += StatusCache::kDistrust + 1s;
  EXPECT_EQ(WhyNot(kOther), "");
}

TEST_F(StatusCacheTest, AnOlderEventOfTheDossierDoesNotMakeUpForAMissedOne) {
  redis.writes_refused = true;
  EXPECT_FALSE(cache.PutEvent(kKey, Entry({1, 3})).ok());
  redis.writes_refused = false;
  ASSERT_TRUE(cache.PutEvent(kKey, Entry({1, 0})).ok());  // of the other owner, from its own topic
  now += 1h;
  EXPECT_EQ(WhyNot(kKey), "CACHE_NOT_TRUSTED");
  ASSERT_TRUE(cache.PutEvent(kKey, Entry({1, 4})).ok());
  now += StatusCache::kDistrust + 1s;
  EXPECT_EQ(WhyNot(kKey), "");
}

TEST_F(StatusCacheTest, AFillThatIsLostIsNoLoss) {
  redis.writes_refused = true;
  EXPECT_FALSE(cache.PutFill(kKey, Entry({1, 3})).ok());
  EXPECT_EQ(WhyNot(kKey), "");
}

TEST_F(StatusCacheTest, AMissedEventWhosePartitionWentElsewhereIsWaitedForNoLongerThanThat) {
  redis.writes_refused = true;
  EXPECT_FALSE(cache.PutEvent(kKey, Entry({1, 3})).ok());
  redis.writes_refused = false;
  cache.EventsGoElsewhere();
  now += StatusCache::kDistrust - 1s;
  EXPECT_EQ(WhyNot(kKey), "CACHE_NOT_TRUSTED") << "the other replica has to catch up";
  EXPECT_EQ(WhyNot(kOther), "CACHE_NOT_TRUSTED");
  now += 2s;
  EXPECT_EQ(WhyNot(kKey), "");
  EXPECT_EQ(WhyNot(kOther), "");
}

TEST_F(StatusCacheTest, ARebalanceWithoutAMissedEventCostsNothing) {
  cache.EventsGoElsewhere();
  EXPECT_EQ(WhyNot(kKey), "");
}

}  // namespace
}  // namespace motcua::gateway

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "motcua/base/status_macros.h"
#include "motcua/testing/eventually.h"

#include "redis_process.h"
#include "status/status_lookup.h"

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;
using testing::Eventually;
using testing::Throughout;

constexpr char kKey[] = "Z01122503120001";
constexpr char kOther[] = "Z01122503120002";

/// The owner of one dossier, whose version only increases.
class Dossier final : public Owner {
 public:
  absl::StatusOr<StatusEntry> Ask(const CallContext& /*call*/,
                                  const std::string& /*lookup_key*/) override {
    const std::lock_guard lock(mutex_);
    return Entry(version());
  }
  absl::StatusOr<bool> IsApplicantsPhone(const CallContext& /*call*/,
                                         const std::string& /*lookup_key*/,
                                         const std::string& /*phone*/) override {
    return false;
  }
  static StatusEntry Entry(std::int64_t version) {
    StatusEntry entry;
    entry.version = {1, version};
    entry.status.set_code(kKey);
    entry.secret_hash = "hash";
    return entry;
  }
  std::int64_t Commit() {
    const std::lock_guard lock(mutex_);
    committed_at_.push_back(std::chrono::steady_clock::now());
    return version();
  }
  /// The minimum version that a look-up begun at `time` may return (R2.3: at most 2 s behind).
  std::int64_t LeastAt(std::chrono::steady_clock::time_point time) {
    const std::lock_guard lock(mutex_);
    return std::upper_bound(committed_at_.begin(), committed_at_.end(), time - 2s) -
           committed_at_.begin();
  }
  std::int64_t Newest() {
    const std::lock_guard lock(mutex_);
    return version();
  }

 private:
  std::int64_t version() const { return static_cast<std::int64_t>(committed_at_.size()); }

  std::mutex mutex_;
  /// Of version i + 1.
  std::vector<std::chrono::steady_clock::time_point> committed_at_{{}};
};

/// A replica of the gateway with the time-outs of production.
struct Replica {
  Replica(const std::string& address, Dossier& owner)
      : redis(redis::Client::Create({.address = address})),
        cache(*redis),
        tries(*redis),
        lookup(cache, owner, tries, [this](StatusLookup::Source source) { last_source = source; }) {
  }
  ~Replica() { redis.reset(); }

  /// The version returned by a look-up by REST; empty after an error.
  std::optional<std::int64_t> Look() {
    std::promise<absl::StatusOr<StatusLookup::Cached>> promise;
    lookup.FindCached(kKey, {}, [&](absl::StatusOr<StatusLookup::Cached> found) {
      promise.set_value(std::move(found));
    });
    auto cached = promise.get_future().get();
    if (!cached.ok()) {
      return std::nullopt;
    }
    if (cached->answer != nullptr) {
      return cached->answer->version.processing;
    }
    CallContext call;
    call.deadline = std::chrono::steady_clock::now() + 10s;
    const auto answer = lookup.FindAtOwner(call, kKey, cached->floor);
    return answer.ok() ? std::optional((*answer)->version.processing) : std::nullopt;
  }

  std::unique_ptr<redis::Client> redis;
  StatusCache cache;
  TryLimiter tries;
  std::atomic<StatusLookup::Source> last_source = StatusLookup::Source::kOwner;
  StatusLookup lookup;
};

// One replica takes the events, another one is queried, and Redis stops for 300 ms.
TEST(RedisStallTest, AShortStallIsShortAndNothingIsLost) {
  redis::RedisProcess redis;
  Dossier owner;
  Replica taker(redis.address(), owner);
  Replica asked(redis.address(), owner);
  ASSERT_TRUE(Eventually([&] {
    return taker.cache.PutFill(kKey, Dossier::Entry(1)).ok() && asked.Look().has_value();
  }));

  std::atomic<int> lost = 0;
  std::jthread events([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      // Committed first, published later, like the outbox.
      const std::int64_t version = owner.Commit();
      lost += taker.cache.PutEvent(kKey, Dossier::Entry(version)).ok() ? 0 : 1;
      Throughout(5ms, [] { return true; });
    }
  });
  std::int64_t seen = 0;
  const auto look = [&] {
    const std::int64_t least = owner.LeastAt(std::chrono::steady_clock::now());
    asked.cache.Get(kOther)
        .status()
        .IgnoreError();  // as other clients do, bypassing the in-process cache
    seen = asked.Look().value_or(-1);
    EXPECT_GE(seen, least) << "an error, or the past";
  };

  Throughout(300ms, [&] {
    look();
    return true;
  });
  redis.Freeze();
  Throughout(300ms, [&] {
    look();
    return true;
  });
  redis.Thaw();
  const auto thawed = std::chrono::steady_clock::now();
  EXPECT_TRUE(Eventually(
      [&] {
        look();
        return asked.last_source == StatusLookup::Source::kRedis;
      },
      20s))
      << "the cache is trusted again";
  EXPECT_LT(std::chrono::steady_clock::now() - thawed, 5s);
  events.request_stop();
  events.join();
  EXPECT_EQ(lost, 0) << "each event was written in the end";
  // Once the in-process cache has expired, the newest version is read.
  EXPECT_TRUE(Eventually(
      [&] {
        look();
        return seen == owner.Newest();
      },
      5s));
}

}  // namespace
}  // namespace motcua::gateway

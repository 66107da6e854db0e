#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "motcua/db/shard_lock.h"
#include "motcua/outbox/event.h"
#include "motcua/outbox/publisher.h"
#include "motcua/runtime/backoff.h"

#include "low_water.h"
#include "wakeup.h"

namespace motcua::outbox {

/// Publishes one shard while it holds the shard's lock, and otherwise tries to get the lock. Runs
/// on one thread; `held` and `wakeup` are shared with other shards.
class ShardPublisher {
 public:
  ShardPublisher(const Publisher::Options& options, int shard, Wakeup& wakeup);

  /// Runs until `wakeup` is stopped.
  void Run();
  bool held() const { return held_.load(); }

 private:
  struct Row {
    std::int64_t id;
    Event event;
  };

  std::unique_ptr<db::ShardLock> TryLock();
  absl::Status Publish(db::ShardLock& lock);
  absl::StatusOr<std::vector<Row>> DeleteAndRead(db::Connection& connection);
  absl::Status AdvanceLowWater(db::Connection& connection);
  void Produce(const std::vector<Row>& rows);
  void GiveUpProducer(const absl::Status& why);
  void WaitForRows();
  void Report(const absl::Status& error) const;

  const Publisher::Options& options_;
  const int shard_;
  Wakeup& wakeup_;
  std::atomic<bool> held_{false};

  // While standing by: the session, kept between attempts.
  std::unique_ptr<db::Connection> standby_;

  // While holding the shard.
  std::unique_ptr<kafka::Producer> producer_;
  LowWater low_water_;
  std::chrono::steady_clock::time_point low_water_due_;
  std::vector<std::int64_t> acknowledged_;  // not yet deleted
  std::int64_t highest_deleted_ = 0;
  bool rebuilt_ = false;
  runtime::Backoff backoff_{
      {.first = std::chrono::milliseconds(50), .longest = std::chrono::milliseconds(1000)}};
  std::chrono::steady_clock::time_point last_rows_;
  std::chrono::steady_clock::time_point last_poll_;
};

}  // namespace motcua::outbox

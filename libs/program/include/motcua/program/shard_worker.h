#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/db/shard_lock.h"
#include "motcua/log/logger.h"
#include "motcua/metrics/registry.h"
#include "motcua/runtime/backoff.h"
#include "motcua/runtime/periodic_task.h"

namespace motcua::program {

/// The longest that an effect outside the database may take after HeldShard::Check. Compared when
/// the program is compiled with the silence after which a shard is given to somebody else: an
/// effect is over before, with time to spare. A program bounds its effects' time limits by one.
class ItemLimit {
 public:
  static constexpr std::chrono::seconds kToSpare{5};
  consteval explicit ItemLimit(std::chrono::milliseconds limit) : limit_(limit) {
    if (limit + kToSpare > db::ShardLock::kSilence) {
      throw "an effect could outlive the lock of its shard";
    }
  }
  constexpr std::chrono::milliseconds value() const { return limit_; }

 private:
  std::chrono::milliseconds limit_;
};

/// A shard while this replica holds it, as its work sees it. Used from the worker's thread.
class HeldShard {
 public:
  HeldShard(db::ShardLock& lock, int shard, std::stop_token stop,
            std::chrono::steady_clock::time_point ends)
      : lock_(lock), shard_(shard), stop_(std::move(stop)), ends_(ends) {}

  int shard() const { return shard_; }
  /// For its fence (transactions) and its connection.
  db::ShardLock& lock() { return lock_; }
  /// Asked before each effect outside the database. OK: the shard is ours, and stays so while an
  /// effect within its ItemLimit lasts. Any error ends the round.
  absl::Status Check() { return lock_.StillHeld(); }
  /// The program stops, or the round has had its time: finish the item in hand and return.
  bool ShouldEnd() const {
    return stop_.stop_requested() || std::chrono::steady_clock::now() >= ends_;
  }
  /// For waits between items.
  const std::stop_token& stop() const { return stop_; }

 private:
  db::ShardLock& lock_;
  const int shard_;
  const std::stop_token stop_;
  const std::chrono::steady_clock::time_point ends_;
};

/// Work that one replica at a time does on each shard (design rule 10).
struct ShardWork {
  /// Of the lock: `acceptance-alerts`.
  std::string purpose;
  int shards = 1;
  /// Between two looks, beside ShardWorker::Notify.
  std::chrono::milliseconds interval{1000};
  /// Asked before the lock is tried, where given: while there is nothing to do the shard is free
  /// and costs no connection.
  std::function<absl::StatusOr<bool>()> has_work;
  /// Takes items until none is due (false) or HeldShard::ShouldEnd (true: more may wait). An error
  /// ends the round; what was done stays done. An item that fails by itself is no error: it is set
  /// aside where an operator sees it, or put off, and the round goes on.
  std::function<absl::StatusOr<bool>(HeldShard&)> round;
};

/// Drives the work of one shard on a thread of its own: takes the lock when it is free, keeps its
/// session from falling silent, runs rounds, and starts again after an error: after a loss of the
/// lock whoever can has the shard next; when something is away (IsRetryable) after 100 ms doubling
/// to 5 s, after any other error after 1 s doubling to 20 s. Thread-safe.
class ShardWorker {
 public:
  struct Parts {
    db::Connection::Options connection;
    const log::Logger& logger;
    metrics::Gauge& held;
    /// When a round last ended well, Unix time.
    metrics::Gauge& progress;
  };
  /// `work` outlives it.
  ShardWorker(Parts parts, const ShardWork& work, int shard);
  /// As `Stop`.
  ~ShardWorker();

  /// Looks now. Never blocks.
  void Notify() { task_->Notify(); }
  /// No further item is begun. Never blocks.
  void RequestStop() { task_->RequestStop(); }
  /// The same, and waits for the item in hand, then gives the shard away.
  void Stop();

 private:
  void Look(const std::stop_token& stop);
  absl::Status TryToHold();
  absl::Status RunRounds(const std::stop_token& stop);
  void Lose();
  void PutOff(const absl::Status& error, const std::stop_token& stop);

  const Parts parts_;
  const ShardWork& work_;
  const int shard_;
  std::unique_ptr<db::ShardLock> lock_;
  std::chrono::steady_clock::time_point next_try_{};
  std::chrono::steady_clock::time_point asked_{};
  runtime::Backoff away_;
  runtime::Backoff broken_;
  std::unique_ptr<runtime::PeriodicTask> task_;  // last: its thread uses all of the above
};

}  // namespace motcua::program

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
#include "motcua/operations/set_aside.h"
#include "motcua/runtime/backoff.h"
#include "motcua/runtime/periodic_task.h"

namespace motcua::program {

/// The maximum duration of an effect outside the database after HeldShard::Check. Checked at
/// compile time: the effect ends, with time to spare, before the shard could be given to another
/// replica because its holder was silent. Use one for the time limits of such effects.
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

/// A shard while this replica holds it, for its work. Used from the worker's thread.
class HeldShard {
 public:
  HeldShard(db::ShardLock& lock, operations::SetAside& set_aside, int shard, std::stop_token stop,
            std::chrono::steady_clock::time_point ends)
      : lock_(lock), set_aside_(set_aside), shard_(shard), stop_(std::move(stop)), ends_(ends) {}

  int shard() const { return shard_; }
  /// For its fence (transactions) and its connection.
  db::ShardLock& lock() { return lock_; }
  /// Where items go that fail by themselves.
  operations::SetAside& set_aside() const { return set_aside_; }
  /// Call it before each effect outside the database. OK: the shard is ours, and stays so during
  /// an effect within its ItemLimit. Any error ends the round.
  absl::Status Check() { return lock_.StillHeld(); }
  /// The program stops, or the round has used its time: finish the present item and return.
  bool ShouldEnd() const {
    return stop_.stop_requested() || std::chrono::steady_clock::now() >= ends_;
  }
  /// For waits between items.
  const std::stop_token& stop() const { return stop_; }

 private:
  db::ShardLock& lock_;
  operations::SetAside& set_aside_;
  const int shard_;
  const std::stop_token stop_;
  const std::chrono::steady_clock::time_point ends_;
};

/// Work that one replica at a time does on each shard (design rule 10).
struct ShardWork {
  /// Name of the lock: `acceptance-alerts`.
  std::string purpose;
  int shards = 1;
  /// Between two rounds, unless ShardWorker::Notify is called.
  std::chrono::milliseconds interval{1000};
  /// Optional; asked before the lock is tried. While there is nothing to do, the shard is free and
  /// costs no connection.
  std::function<absl::StatusOr<bool>()> has_work;
  /// Processes items until none is due (false) or HeldShard::ShouldEnd (true: more may wait). An
  /// error ends the round; completed work is kept. An item that fails by itself is no error: it
  /// goes to HeldShard::set_aside, or is kept in its table, where an operator sees it, and the
  /// round continues.
  std::function<absl::StatusOr<bool>(HeldShard&)> round;
};

/// Runs the work of one shard on a separate thread: takes the lock when it is free, keeps its
/// session alive, runs rounds, and tries again after an error: after the loss of the lock any
/// replica may get it; while something is unavailable (IsRetryable), after 100 ms doubling
/// to 5 s, after any other error after 1 s doubling to 20 s. Thread-safe.
class ShardWorker {
 public:
  struct Parts {
    db::Connection::Options connection;
    const log::Logger& logger;
    metrics::Gauge& held;
    /// When a round last ended well, Unix time.
    metrics::Gauge& progress;
    /// Of this shard.
    operations::SetAside& set_aside;
  };
  /// `work` must outlive it.
  ShardWorker(Parts parts, const ShardWork& work, int shard);
  /// Calls `Stop`.
  ~ShardWorker();

  /// Runs a round now. Never blocks.
  void Notify() { task_->Notify(); }
  /// No further item begins. Never blocks.
  void RequestStop() { task_->RequestStop(); }
  /// The same, and waits for the present item, then releases the shard.
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

#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "motcua/base/call_context.h"
#include "motcua/db/transaction.h"

namespace motcua::db {

/// A bounded set of connections. Thread-safe; outlives its leases. A waiter past its deadline gets
/// RESOURCE_EXHAUSTED / POOL_BUSY; a dead connection is replaced on the next use.
class Pool {
 public:
  struct Options {
    Connection::Options connection;
    int size = 8;
    /// A call without a deadline of its own waits at most this long for a connection.
    std::chrono::milliseconds acquire_timeout{2000};
    /// Told of every `Run`: its name, how long it took with all attempts, how it ended. For
    /// metrics; may be empty. Called from the running thread.
    std::function<void(std::string_view name, std::chrono::nanoseconds took, const absl::Status&)>
        on_run;
  };
  /// Opens one connection at once, so that a wrong address fails the start.
  static absl::StatusOr<std::unique_ptr<Pool>> Create(const Options& options);
  ~Pool();

  /// A connection on loan; given back on destruction.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection);
    Lease(Lease&&) noexcept;
    Lease& operator=(Lease&&) = delete;
    /// A connection that is dead or inside a transaction is closed, not given back.
    ~Lease();
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };
  absl::StatusOr<Lease> Acquire(const CallContext& call);

  /// Runs `body` in one transaction and commits when it returns OK (and did not commit itself).
  ///
  /// `body` may run more than once: a lost race rolls back and starts it again, up to three times
  /// with jitter, then ABORTED / CONTENTION. Lost races are ABORTED with reason SERIALIZATION,
  /// STALE_PLAN or RACE_LOST (the body's own wish to begin again), and unique violations of
  /// constraints named `*_idempotency_key` or `*_pkey_race`. Every other error, ABORTED with
  /// another reason (FENCED, a stale revision) too, is an answer and is returned at once. A
  /// deadline that has passed before `body` starts is DEADLINE_EXCEEDED / DEADLINE_PASSED.
  absl::Status Run(const CallContext& call, std::string_view name,
                   const std::function<absl::Status(Transaction&)>& body);

  struct Usage {
    int in_use;
    int idle;
    int waiting;
  };
  Usage usage() const;

 private:
  explicit Pool(Options options);
  void Release(std::unique_ptr<Connection> connection);
  absl::Status RunOnce(const CallContext& call,
                       const std::function<absl::Status(Transaction&)>& body);

  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> idle_;
  int in_use_ = 0;
  int waiting_ = 0;
};

}  // namespace motcua::db

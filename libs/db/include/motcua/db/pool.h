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

/// A bounded set of connections. Thread-safe; must outlive its leases. A caller that waits past its
/// deadline gets RESOURCE_EXHAUSTED / POOL_BUSY; a dead connection is replaced on the next use.
class Pool {
 public:
  struct Options {
    Connection::Options connection;
    int size = 8;
    /// A call without a deadline waits at most this long for a connection.
    std::chrono::milliseconds acquire_timeout{2000};
    /// Called after every `Run` with its name, its duration including all attempts, and its
    /// outcome. For metrics; may be empty. Called from the thread of `Run`.
    std::function<void(std::string_view name, std::chrono::nanoseconds took, const absl::Status&)>
        on_run;
  };
  /// Opens one connection immediately, so that a wrong address is an error at start.
  static absl::StatusOr<std::unique_ptr<Pool>> Create(const Options& options);
  ~Pool();

  /// A leased connection; returned to the pool on destruction.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection);
    Lease(Lease&&) noexcept;
    Lease& operator=(Lease&&) = delete;
    /// A connection that is dead or inside a transaction is closed, not returned.
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
  /// `body` may run more than once: after a lost race it is rolled back and run again, up to three
  /// times with jitter, then ABORTED / CONTENTION. Lost races are ABORTED with reason
  /// SERIALIZATION, STALE_PLAN or RACE_LOST (returned by the body to be run again), and unique
  /// violations of constraints named `*_idempotency_key` or `*_pkey_race`. Every other error,
  /// including ABORTED with another reason (FENCED, a stale revision), is returned at once. A
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

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

/// A bounded set of connections. Thread-safe. A waiter past its deadline gets RESOURCE_EXHAUSTED /
/// POOL_BUSY; a dead connection is replaced on the next use.
class Pool {
 public:
  struct Options {
    Connection::Options connection;
    int size = 8;
    /// A call without a deadline of its own waits at most this long for a connection.
    std::chrono::milliseconds acquire_timeout{2000};
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
    ~Lease();
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };
  absl::StatusOr<Lease> Acquire(const CallContext& call);

  /// Runs `body` in one transaction and commits when it returns OK (and did not commit itself).
  /// `body` may run more than once: ABORTED and unique violations of constraints named
  /// `*_idempotency_key` or `*_pkey_race` roll back and start it again, up to three times with
  /// jitter; then ABORTED / CONTENTION.
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
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace motcua::db

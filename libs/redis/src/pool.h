#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "connection.h"

namespace motcua::redis {

/// At most `size` connections, opened when needed; the one used last is used next, so that a quiet
/// program keeps few. Thread-safe; outlives its leases.
class Pool {
 public:
  using Time = Connection::Time;
  using OpenConnection = std::function<absl::StatusOr<std::unique_ptr<Connection>>()>;

  Pool(int size, OpenConnection open);

  /// A connection on loan. Without `Keep` it is closed at the end: that is the default, because
  /// after an error it must not be used again.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection, Time::duration connecting)
        : pool_(&pool), connection_(std::move(connection)), connecting_(connecting) {}
    Lease(Lease&& other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)),
          connection_(std::move(other.connection_)),
          connecting_(other.connecting_) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    Connection& operator*() const { return *connection_; }
    /// How long it took to open it; zero for one that was idle.
    Time::duration connecting() const { return connecting_; }
    void Keep() { keep_ = true; }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
    Time::duration connecting_;
    bool keep_ = false;
  };

  /// RESOURCE_EXHAUSTED / REDIS_POOL_BUSY when none becomes free until `deadline`; the error of
  /// `open` when a new one is needed and fails.
  absl::StatusOr<Lease> Acquire(Time deadline);

  /// Closes the idle ones: after an outage they are likely dead too.
  void DropIdle();

 private:
  void GiveBack(std::unique_ptr<Connection> connection);

  const int size_;
  const OpenConnection open_;
  std::mutex mutex_;
  std::condition_variable freed_;
  int in_use_ = 0;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace motcua::redis

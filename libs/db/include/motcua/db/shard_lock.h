#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "motcua/db/connection.h"

namespace motcua::db {

/// The right to work one shard, held by one replica at a time (design rule 10).
///
/// A session-level advisory lock on an own, direct connection: when the session ends, for whatever
/// reason, PostgreSQL gives the shard away. Because the former holder may not have noticed yet,
/// each acquisition also takes a fencing token (table shard_leases, raised under the lock); work
/// that must not be done twice writes `kCheckFenceSql` with its token into its own transaction,
/// which then fails with FENCED when a later holder exists. Not thread-safe.
class ShardLock {
 public:
  /// `purpose` separates kinds of work ("outbox", "deadlines"). Does not wait: nullptr when
  /// somebody else holds it.
  static absl::StatusOr<std::unique_ptr<ShardLock>> TryAcquire(const Connection::Options& options,
                                                               const std::string& purpose,
                                                               int shard);
  ~ShardLock();

  /// Raised by each acquisition of this (purpose, shard).
  std::int64_t token() const { return token_; }
  /// The connection that holds the lock: work that ends with the lock goes over it.
  Connection& connection() { return *connection_; }
  /// Asks the server; false or an error means the shard is lost and nothing more may be done in its
  /// name.
  absl::Status StillHeld();
  /// A statement for the worker's own transaction: raises SQLSTATE MC001 (ABORTED / FENCED) when
  /// the token is stale.
  Query CheckFence() const;

 private:
  ShardLock(std::unique_ptr<Connection> connection, std::string purpose, int shard,
            std::int64_t token);
  std::unique_ptr<Connection> connection_;
  std::string purpose_;
  int shard_;
  std::int64_t token_;
};

}  // namespace motcua::db

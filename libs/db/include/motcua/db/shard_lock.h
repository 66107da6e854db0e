#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "motcua/db/connection.h"

namespace motcua::db {

/// The right to work one shard, held by one replica at a time (design rule 10).
///
/// A session-level advisory lock on an own, direct connection: when the session ends, for whatever
/// reason, PostgreSQL gives the shard away. Because the former holder may not have noticed yet,
/// each acquisition also takes a fencing token (table shard_leases, libs/db/db/shard_leases.sql).
/// Work that must not be done twice puts `CheckFence` first among the writes of its own
/// transaction: that one fails with ABORTED / FENCED when a later holder exists, and a later holder
/// gets its token only after such transactions have ended.
///
/// A holder that asks nothing over `connection()` for `kSilence` loses the session, so that a
/// process that hangs does not keep its shards (R1.6); between long steps call `StillHeld`.
/// Not thread-safe.
class ShardLock {
 public:
  static constexpr std::chrono::seconds kSilence{30};

  /// `purpose` separates kinds of work ("outbox", "deadlines"). Does not wait: nullptr when
  /// somebody else holds it.
  static absl::StatusOr<std::unique_ptr<ShardLock>> TryAcquire(const Connection::Options& options,
                                                               const std::string& purpose,
                                                               int shard);
  /// The same on a connection that is open already: taken on success, left with the caller
  /// otherwise, who may try again with it.
  static absl::StatusOr<std::unique_ptr<ShardLock>> TryAcquire(
      std::unique_ptr<Connection>& connection, const std::string& purpose, int shard);
  /// Gives the shard away by closing the connection.
  ~ShardLock();

  /// Raised by each acquisition of this (purpose, shard).
  std::int64_t token() const { return token_; }
  /// The connection that holds the lock: work that ends with the lock goes over it.
  Connection& connection() { return *connection_; }
  /// Asks the server. Any error means that the shard is lost and nothing more may be done in its
  /// name: ABORTED / FENCED, or what `connection()` reports.
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

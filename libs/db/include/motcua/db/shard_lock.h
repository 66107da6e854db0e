#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "motcua/db/connection.h"

namespace motcua::db {

/// The right to process one shard, held by one replica at a time (design rule 10).
///
/// A session-level advisory lock on a dedicated, direct connection: when the session ends for any
/// reason, PostgreSQL releases the shard. Because the former holder may not have noticed yet, each
/// acquisition also takes a fencing token (table shard_leases, libs/db/db/shard_leases.sql). Work
/// that must not be done twice puts `CheckFence` first among the writes of its transaction: the
/// transaction fails with ABORTED / FENCED when a later holder exists, and a later holder gets its
/// token only after such transactions have ended.
///
/// A holder that does not use `connection()` for `kSilence` loses the session, so that a hanging
/// process does not keep its shards (R1.6); call `StillHeld` between long steps. Not thread-safe.
class ShardLock {
 public:
  static constexpr std::chrono::seconds kSilence{30};

  /// `purpose` separates kinds of work ("outbox", "deadlines"). Does not wait: nullptr when the
  /// lock is held elsewhere.
  static absl::StatusOr<std::unique_ptr<ShardLock>> TryAcquire(const Connection::Options& options,
                                                               const std::string& purpose,
                                                               int shard);
  /// The same on an open connection: taken on success; otherwise it stays with the caller, who may
  /// try again with it.
  static absl::StatusOr<std::unique_ptr<ShardLock>> TryAcquire(
      std::unique_ptr<Connection>& connection, const std::string& purpose, int shard);
  /// Releases the shard by closing the connection.
  ~ShardLock();

  /// Raised by each acquisition of this (purpose, shard).
  std::int64_t token() const { return token_; }
  /// The connection that holds the lock; use it for work that must end with the lock.
  Connection& connection() { return *connection_; }
  /// Asks the server. Any error means that the shard is lost and its work must stop: ABORTED /
  /// FENCED, or what `connection()` reports.
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

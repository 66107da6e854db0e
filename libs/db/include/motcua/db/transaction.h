#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "motcua/db/connection.h"

namespace motcua::db {

/// One transaction (READ COMMITTED). Reads are sent at once, the first together with BEGIN; writes
/// are queued and sent together with COMMIT, so that a command costs two round trips: read with
/// lock, write with commit. Not thread-safe. Rolls back when destroyed without Commit.
///
/// Because the server checks writes only at commit, a condition on a write must be in SQL (a unique
/// or check constraint), not in a row count checked afterwards.
///
/// The first error is final: every later call returns it and sends nothing.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) {}
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  absl::StatusOr<Result> Read(const Query& query);
  /// Several reads in one round trip.
  absl::StatusOr<std::vector<Result>> ReadAll(std::vector<Query> queries);
  /// Queued until Commit (or until the next Read, which sends queued writes first).
  void Write(Query query);
  /// Runs after a successful commit, in order of registration: wake-ups, metrics. Must not fail.
  void AfterCommit(std::function<void()> hook);
  /// True after Commit, successful or not.
  bool ended() const { return ended_; }
  /// Sends the queued writes and COMMIT in one round trip. A lost connection here is UNAVAILABLE /
  /// COMMIT_UNKNOWN: the commit may have happened; the caller retries with its idempotency key.
  absl::Status Commit();

 private:
  absl::StatusOr<std::vector<Result>> Send(std::vector<Query> queries);
  void Rollback();

  Connection& connection_;
  absl::Status failed_;
  bool begun_ = false;
  bool ended_ = false;
  std::vector<Query> queued_;
  std::vector<std::function<void()>> hooks_;
};

}  // namespace motcua::db

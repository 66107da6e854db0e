#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/db/shard_lock.h"

namespace motcua::notification {

/// Tries to hold one shard: at most every two seconds while another replica has it, so that waiting
/// costs no open connection. Used by one thread.
class ShardHolder {
 public:
  ShardHolder(db::Connection::Options connection, std::string purpose, int shard)
      : connection_(std::move(connection)), purpose_(std::move(purpose)), shard_(shard) {}

  /// The lock, or nullptr while it can't be had. A new pointer is a new lock.
  absl::StatusOr<db::ShardLock*> Hold();
  /// After an error of the lock's connection, or FENCED: whoever can shall have it.
  void Lose() { lock_.reset(); }

 private:
  const db::Connection::Options connection_;
  const std::string purpose_;
  const int shard_;
  std::unique_ptr<db::ShardLock> lock_;
  std::chrono::steady_clock::time_point next_try_{};
};

}  // namespace motcua::notification

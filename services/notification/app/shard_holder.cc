#include "app/shard_holder.h"

#include "motcua/base/status_macros.h"

namespace motcua::notification {
namespace {

constexpr std::chrono::seconds kTryEvery{2};

}  // namespace

absl::StatusOr<db::ShardLock*> ShardHolder::Hold() {
  if (lock_ != nullptr && !lock_->connection().alive()) {
    lock_.reset();
  }
  const auto now = std::chrono::steady_clock::now();
  if (lock_ == nullptr && now >= next_try_) {
    next_try_ = now + kTryEvery;
    MOTCUA_ASSIGN_OR_RETURN(lock_, db::ShardLock::TryAcquire(connection_, purpose_, shard_));
  }
  return lock_.get();
}

}  // namespace motcua::notification

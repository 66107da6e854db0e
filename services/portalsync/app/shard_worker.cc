#include "app/shard_worker.h"

#include "motcua/base/status_macros.h"

#include "store/pg_queue.h"

namespace motcua::portalsync {
namespace {

constexpr char kPurpose[] = "portal";
// Small, so that a round ends soon after its second.
constexpr int kBatch = 10;
constexpr std::chrono::seconds kRoundLimit{1};

}  // namespace

ShardWorker::ShardWorker(const Parts& parts, int shard)
    : pool_(parts.pool),
      connection_(parts.connection),
      shard_(shard),
      portal_(parts.access, parts.session),
      send_(portal_, parts.applicants, parts.machine),
      work_(send_, parts.breaker, parts.machine, parts.options) {}

absl::Status ShardWorker::RunRound() {
  if (lock_ == nullptr) {
    MOTCUA_ASSIGN_OR_RETURN(lock_, db::ShardLock::TryAcquire(connection_, kPurpose, shard_));
    if (lock_ == nullptr) {
      return absl::OkStatus();  // another replica has it
    }
  }
  const absl::Status status = RunHeld();
  if (!status.ok() && !lock_->StillHeld().ok()) {
    lock_.reset();  // whoever can shall have it
  }
  return status;
}

absl::Status ShardWorker::RunHeld() {
  MOTCUA_RETURN_IF_ERROR(lock_->StillHeld());
  PgQueue queue(pool_, *lock_, shard_);
  const auto end = std::chrono::steady_clock::now() + kRoundLimit;
  WorkShard::Round round{.tried = 1};
  while (round.tried > 0 && !round.paused && std::chrono::steady_clock::now() < end) {
    MOTCUA_ASSIGN_OR_RETURN(round, work_.Run(queue, kBatch, [this] { return lock_->StillHeld(); }));
  }
  return absl::OkStatus();
}

}  // namespace motcua::portalsync

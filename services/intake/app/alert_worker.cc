#include "app/alert_worker.h"

#include <chrono>

#include "motcua/base/status_macros.h"

namespace motcua::intake {
namespace {

constexpr char kPurpose[] = "acceptance-alerts";
constexpr int kBatch = 100;
constexpr std::chrono::seconds kBatchLimit{10};

}  // namespace

absl::Status AlertWorker::RunRound() {
  absl::Status first;
  for (int shard = 0; shard < outbox::kShards; ++shard) {
    const absl::Status status = RunShard(shard);
    if (!status.ok()) {
      locks_[static_cast<std::size_t>(shard)].reset();  // whoever can shall have it
      first.Update(status);
    }
  }
  return first;
}

absl::Status AlertWorker::RunShard(int shard) {
  std::unique_ptr<db::ShardLock>& lock = locks_[static_cast<std::size_t>(shard)];
  if (lock == nullptr) {
    MOTCUA_ASSIGN_OR_RETURN(lock, db::ShardLock::TryAcquire(connection_, kPurpose, shard));
    if (lock == nullptr) {
      return absl::OkStatus();  // another replica has it
    }
  } else {
    MOTCUA_RETURN_IF_ERROR(lock->StillHeld());
  }
  PgUnitOfWork work(work_, *lock);
  for (int raised = kBatch; raised == kBatch;) {
    CallContext call;
    call.caller = "intake";
    call.deadline = std::chrono::steady_clock::now() + kBatchLimit;
    MOTCUA_ASSIGN_OR_RETURN(raised, raise_.Run(call, work, shard, kBatch));
    raised_.Increment(raised);
  }
  return absl::OkStatus();
}

}  // namespace motcua::intake

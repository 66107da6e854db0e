#include "app/alert_worker.h"

#include <chrono>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "store/sql.h"

namespace motcua::intake {
namespace {

constexpr char kPurpose[] = "acceptance-alerts";
// Dossiers in a transaction, as many as a batch of commands has at most.
constexpr std::size_t kBatch = 32;
constexpr std::chrono::seconds kBatchLimit{10};

CallContext SystemCall() {
  CallContext call;
  call.caller = "intake";
  call.deadline = std::chrono::steady_clock::now() + kBatchLimit;
  return call;
}

command::Command<DossierModel> AlertCommand(const std::string& dossier_id) {
  command::Command<DossierModel> command;
  command.call = SystemCall();
  command.method = "RaiseAcceptanceAlert";
  command.header.subject = dossier_id;
  command.header.actor = {.kind = ActorKind::kSystem, .id = "motcua-intake", .agency = {}};
  command.request.transition = RaiseAlert;
  return command;
}

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
    MOTCUA_ASSIGN_OR_RETURN(lock, db::ShardLock::TryAcquire(parts_.connection, kPurpose, shard));
    if (lock == nullptr) {
      return absl::OkStatus();  // another replica has it
    }
  } else {
    MOTCUA_RETURN_IF_ERROR(lock->StillHeld());
  }
  for (std::size_t found = kBatch; found == kBatch;) {
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> due, FindDue(shard));
    found = due.size();
    std::vector<command::Command<DossierModel>> batch;
    for (const std::string& dossier_id : due) {
      batch.push_back(AlertCommand(dossier_id));
    }
    for (const absl::Status& ended : parts_.commands.RunFenced(batch, lock->CheckFence())) {
      if (ended.ok()) {
        parts_.raised.Increment();
      } else if (Reason(ended) != "ALERT_NOT_DUE") {  // somebody has answered meanwhile
        return ended;
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> AlertWorker::FindDue(int shard) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, parts_.pool.Acquire(SystemCall()));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      lease->Execute({sql::kDueAlerts, db::Params()
                                           .Int(shard)
                                           .Time(parts_.clock.Now())
                                           .Int(static_cast<std::int64_t>(kBatch))}));
  std::vector<std::string> ids;
  for (const db::Row row : found) {
    ids.push_back(row.Text("id"));
  }
  return ids;
}

}  // namespace motcua::intake

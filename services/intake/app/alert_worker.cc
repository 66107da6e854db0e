#include "app/alert_worker.h"

#include <chrono>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/db/permanent.h"

#include "store/sql.h"

namespace motcua::intake {
namespace {

// Maximum number of dossiers in a transaction, as in a batch of commands.
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

absl::StatusOr<bool> AlertWorker::Round(program::HeldShard& held) const {
  while (!held.ShouldEnd()) {
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> due, FindDue(held));
    std::vector<command::Command<DossierModel>> batch;
    for (const std::string& dossier_id : due) {
      batch.push_back(AlertCommand(dossier_id));
    }
    const std::vector<absl::Status> ended =
        parts_.commands.RunFenced(batch, held.lock().CheckFence());
    absl::Status away;
    for (std::size_t i = 0; i < ended.size(); ++i) {
      if (ended[i].ok()) {
        parts_.raised.Increment();
        held.set_aside().Done(due[i]);
      } else if (!db::IsPermanent(ended[i])) {
        away.Update(ended[i]);
      } else if (Reason(ended[i]) != "ALERT_NOT_DUE") {  // answered in the meantime
        away.Update(held.set_aside().Put(due[i], ended[i]));
      }
    }
    MOTCUA_RETURN_IF_ERROR(away);
    if (due.size() < kBatch) {
      return false;
    }
  }
  return true;
}

absl::StatusOr<std::vector<std::string>> AlertWorker::FindDue(program::HeldShard& held) const {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, parts_.pool.Acquire(SystemCall()));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      lease->Execute({sql::kDueAlerts, db::Params()
                                           .Int(held.shard())
                                           .Time(parts_.clock.Now())
                                           .Int(static_cast<std::int64_t>(kBatch))
                                           .Values(held.set_aside().Ids())}));
  std::vector<std::string> ids;
  for (const db::Row row : found) {
    ids.push_back(row.Text("id"));
  }
  return ids;
}

}  // namespace motcua::intake

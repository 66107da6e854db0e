#include "app/redater.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/db/permanent.h"

#include "store/sql.h"

namespace motcua::processing {
namespace {

// Maximum number of dossiers in a transaction, as in a batch of commands.
constexpr int kBatch = 32;
constexpr std::chrono::seconds kBatchLimit{5};

CallContext SystemCall() {
  CallContext call;
  call.caller = "processing";
  call.deadline = std::chrono::steady_clock::now() + kBatchLimit;
  return call;
}

command::Command<DossierModel> RedateCommand(const std::string& dossier_id,
                                             const std::string& calendar_version) {
  command::Command<DossierModel> command;
  command.call = SystemCall();
  command.method = "redate_dossier";
  command.header.subject = dossier_id;
  command.header.actor = {.kind = ActorKind::kSystem, .id = "calendar", .agency = {}};
  command.header.reason = "calendar " + calendar_version;
  command.request = Redate;
  return command;
}

/// Not an error of the database or the shard: the same dossier would fail again.
bool IsFaultOfTheDossier(const absl::Status& ended) {
  const std::string reason = Reason(ended);
  return db::IsPermanent(ended) || reason == "WORKFLOW_UNKNOWN" || reason == "RULE_SET_UNKNOWN" ||
         reason == "RULES_UNREADABLE";
}

}  // namespace

absl::StatusOr<bool> Redater::Round(program::HeldShard& held) {
  while (!held.ShouldEnd()) {
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> dossiers, Find(held.set_aside().Ids()));
    if (dossiers.empty()) {
      return false;
    }
    MOTCUA_ASSIGN_OR_RETURN(const auto calendar, rules_.CurrentCalendar());
    std::vector<command::Command<DossierModel>> batch;
    for (const std::string& dossier : dossiers) {
      batch.push_back(RedateCommand(dossier, calendar->version()));
    }
    const std::vector<absl::Status> ended = commands_.RunFenced(batch, held.lock().CheckFence());
    absl::Status away;
    for (std::size_t i = 0; i < ended.size(); ++i) {
      if (ended[i].ok()) {
        held.set_aside().Done(dossiers[i]);
      } else if (IsFaultOfTheDossier(ended[i])) {
        away.Update(held.set_aside().Put(dossiers[i], ended[i]));
      } else {
        away.Update(ended[i]);
      }
    }
    MOTCUA_RETURN_IF_ERROR(away);
  }
  return true;
}

absl::StatusOr<std::vector<std::string>> Redater::Find(const db::Array& set_aside) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(SystemCall()));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      lease->Execute({sql::kFindToRedate, db::Params().Int(kBatch).Values(set_aside)}));
  std::vector<std::string> dossiers;
  for (const db::Row row : found) {
    dossiers.push_back(row.Text("id"));
  }
  return dossiers;
}

}  // namespace motcua::processing

#include "app/redater.h"

#include <algorithm>
#include <utility>

#include "motcua/base/status_macros.h"

#include "store/sql.h"

namespace motcua::processing {
namespace {

constexpr int kRound = 200;
// Dossiers in a transaction, as many as a batch of commands has at most.
constexpr std::size_t kBatch = 32;
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

}  // namespace

Redater::Redater(db::Connection::Options connection, db::Pool& pool, RuleBook& rules,
                 DossierFrame& commands)
    : connection_(std::move(connection)), pool_(pool), rules_(rules), commands_(commands) {}

absl::StatusOr<int> Redater::RunRound() {
  if (lock_ == nullptr || !lock_->StillHeld().ok()) {
    lock_.reset();
    MOTCUA_ASSIGN_OR_RETURN(lock_, db::ShardLock::TryAcquire(connection_, "redate", 0));
    if (lock_ == nullptr) {
      return 0;
    }
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> dossiers, Find());
  if (dossiers.empty()) {
    return 0;
  }
  MOTCUA_ASSIGN_OR_RETURN(const auto calendar, rules_.CurrentCalendar());
  for (std::size_t first = 0; first < dossiers.size(); first += kBatch) {
    std::vector<command::Command<DossierModel>> batch;
    for (std::size_t i = first; i < std::min(first + kBatch, dossiers.size()); ++i) {
      batch.push_back(RedateCommand(dossiers[i], calendar->version()));
    }
    for (const absl::Status& ended : commands_.RunFenced(batch, lock_->CheckFence())) {
      MOTCUA_RETURN_IF_ERROR(ended);
    }
  }
  return static_cast<int>(dossiers.size());
}

absl::StatusOr<std::vector<std::string>> Redater::Find() {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(SystemCall()));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          lease->Execute({sql::kFindToRedate, db::Params().Int(kRound)}));
  std::vector<std::string> dossiers;
  for (const db::Row row : found) {
    dossiers.push_back(row.Text("id"));
  }
  return dossiers;
}

}  // namespace motcua::processing

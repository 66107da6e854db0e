#include "app/redater.h"

#include <utility>

#include "motcua/base/status_macros.h"

#include "store/sql.h"

namespace motcua::processing {
namespace {

constexpr int kBatch = 200;
constexpr std::chrono::seconds kDossierLimit{5};

CallContext SystemCall() {
  CallContext call;
  call.caller = "processing";
  call.deadline = std::chrono::steady_clock::now() + kDossierLimit;
  return call;
}

}  // namespace

Redater::Redater(db::Connection::Options connection, db::Pool& pool, PgUnitOfWork& work,
                 const RedateDossier& redate)
    : connection_(std::move(connection)), pool_(pool), work_(work), redate_(redate) {}

absl::StatusOr<int> Redater::RunRound() {
  if (lock_ == nullptr || !lock_->StillHeld().ok()) {
    lock_.reset();
    MOTCUA_ASSIGN_OR_RETURN(lock_, db::ShardLock::TryAcquire(connection_, "redate", 0));
    if (lock_ == nullptr) {
      return 0;
    }
  }
  const CallContext call = SystemCall();
  std::vector<std::string> dossiers;
  {
    MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
    MOTCUA_ASSIGN_OR_RETURN(const db::Result versions,
                            lease->Execute({sql::kOlderCalendars, db::Params()}));
    for (std::size_t row = 0; row < versions.size() && dossiers.empty(); ++row) {
      MOTCUA_ASSIGN_OR_RETURN(
          const db::Result found,
          lease->Execute(
              {sql::kFindToRedate, db::Params().Text(versions.Text(row, 0)).Int(kBatch)}));
      for (std::size_t i = 0; i < found.size(); ++i) {
        dossiers.emplace_back(found.Text(i, 0));
      }
    }
  }
  for (const std::string& dossier : dossiers) {
    MOTCUA_RETURN_IF_ERROR(
        work_.RunFenced(SystemCall(), "redate_dossier", *lock_,
                        [&](Session& session) { return redate_.Execute(session, dossier); }));
  }
  return static_cast<int>(dossiers.size());
}

}  // namespace motcua::processing

#include "store/queued_dossier.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/command/reference.h"

#include "store/sql.h"

namespace motcua::portalsync {

absl::Status UnknownDossier() {
  return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN",
               "no event of this dossier has been received");
}

absl::StatusOr<QueuedDossier> LockQueued(db::Transaction& transaction, const std::string& dossier) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          transaction.Read({sql::kLockDossier, command::ByIdOrCode({dossier})}));
  if (rows.empty()) {
    return UnknownDossier();
  }
  const db::Row row = rows.front();
  return QueuedDossier{.dossier_id = row.Text("dossier_id"), .refused = row.Bool("refused")};
}

void WriteRetry(db::Transaction& transaction, const QueuedDossier& dossier, Instant now) {
  transaction.Write({sql::kRetryEvent, db::Params().Text(dossier.dossier_id)});
  transaction.Write({sql::kRetryDossier, db::Params().Text(dossier.dossier_id).Time(now)});
}

}  // namespace motcua::portalsync

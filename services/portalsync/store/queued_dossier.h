#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/clock.h"
#include "motcua/db/transaction.h"

#include "domain/retry.h"

namespace motcua::portalsync {

/// NOT_FOUND / DOSSIER_UNKNOWN.
absl::Status UnknownDossier();

/// Locks a dossier by its id or any spelling of its code. NOT_FOUND / DOSSIER_UNKNOWN.
absl::StatusOr<QueuedDossier> LockQueued(db::Transaction& transaction, const std::string& dossier);

/// Queues that its refused event is due from `now` on.
void WriteRetry(db::Transaction& transaction, const QueuedDossier& dossier, Instant now);

}  // namespace motcua::portalsync

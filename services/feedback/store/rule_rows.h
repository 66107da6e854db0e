#pragma once

#include <memory>

#include <absl/status/statusor.h>

#include "motcua/db/transaction.h"

#include "store/rules_cache.h"

namespace motcua::feedback {

// The rows of the limits on petitions, in the transaction of a load.

/// Every version loaded so far, under the lock that orders loads.
absl::StatusOr<std::shared_ptr<const Rules>> LockRules(db::Transaction& transaction,
                                                       RulesCache& cache);
/// Queues a new version.
void WriteRules(db::Transaction& transaction, const PetitionRules& rules);

}  // namespace motcua::feedback

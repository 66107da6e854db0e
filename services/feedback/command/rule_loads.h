#pragma once

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/db/transaction.h"

#include "domain/petition_rules.h"
#include "store/rules_cache.h"

namespace motcua::feedback {

/// Loads a version of the limits on petitions in the transaction of its answer (program::RunLoad):
/// true if it is new, and then stored with an audit row. A dry run gives the same answer and
/// refusals and queues nothing. Errors of DecideLoad.
absl::StatusOr<bool> LoadPetitionRules(db::Transaction& transaction, const CallContext& call,
                                       RulesCache& cache, const PetitionRules& rules, bool dry_run);

}  // namespace motcua::feedback

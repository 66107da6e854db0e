#pragma once

#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/actor.h"
#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"
#include "motcua/db/transaction.h"

#include "domain/generation.h"
#include "domain/target.h"

namespace motcua::reporting {

// The commands of operators, in the transaction of their answer (program::RunOnce, RunLoad): read
// what the decision needs under a lock, decide in domain/, queue the effect and the audit row.

/// Replaces all targets; a dry run only checks them. Errors of CheckTargets.
absl::Status LoadTargets(db::Transaction& transaction, const CallContext& call,
                         const std::vector<Target>& targets, bool dry_run);

/// Adds the empty generation that a rebuild fills. Errors of command::CheckActor and DecideRebuild.
absl::StatusOr<Generation> StartRebuild(db::Transaction& transaction, const CallContext& call,
                                        const Actor& asker, Instant now);

}  // namespace motcua::reporting

#pragma once

#include <vector>

#include <absl/status/statusor.h>

#include "motcua/command/answers.h"
#include "motcua/db/connection.h"

#include "store/rules_cache.h"
#include "usecase/ports.h"

namespace motcua::intake {

command::Key ToRecord(const CommandKey& key);

/// The statements of an opening, for one round trip, and the reading of their results. With `lock`
/// the dossier's row is locked before the key is looked up: each statement sees what was committed
/// before it began, so whoever waited for the lock finds the answer of the one who held it.
std::vector<db::Query> OpeningQueries(const OpeningRequest& request, bool lock);
absl::StatusOr<Opening> ReadOpening(const OpeningRequest& request,
                                    const std::vector<db::Result>& results, RulesCache& rules,
                                    const RulesCache::Execute& execute);

}  // namespace motcua::intake

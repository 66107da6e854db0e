#pragma once

#include <optional>
#include <string>
#include <vector>

#include "motcua/command/answers.h"
#include "motcua/db/connection.h"

#include "store/rules_cache.h"
#include "usecase/ports.h"

namespace motcua::feedback {

command::Key ToRecord(const CommandKey& key);
std::optional<RecordedAnswer> ReadRecorded(const db::Result& rows);

/// The queries whose results ReadOpening takes, in their order: the petition (empty: none) first,
/// so that the key is looked up after its lock was granted.
std::vector<db::Query> OpeningQueries(const std::optional<CommandKey>& key,
                                      const std::string& petition, bool lock);
absl::StatusOr<Opening> ReadOpening(const std::optional<CommandKey>& key,
                                    const std::string& petition,
                                    const std::vector<db::Result>& results, RulesCache& rules,
                                    const RulesCache::Execute& execute);

}  // namespace motcua::feedback

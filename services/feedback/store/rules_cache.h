#pragma once

#include "motcua/catalogue/versioned_cache.h"

#include "domain/rules.h"

namespace motcua::feedback {

using RulesCache = catalogue::VersionedCache<Rules>;

/// INTERNAL / RULES_UNREADABLE when a stored document is not of its type.
absl::StatusOr<std::shared_ptr<const Rules>> ReadRules(const RulesCache::Execute& execute);

}  // namespace motcua::feedback

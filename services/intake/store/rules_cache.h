#pragma once

#include <vector>

#include <absl/status/statusor.h>

#include "motcua/catalogue/versioned_cache.h"

#include "domain/catalogue.h"
#include "domain/rules.h"

namespace motcua::intake {

using RulesCache = catalogue::VersionedCache<Rules>;

/// INTERNAL / RULES_UNREADABLE when a stored document is not of its type.
absl::StatusOr<std::shared_ptr<const Rules>> ReadRules(const RulesCache::Execute& execute);

/// The catalogue tables, in this order of statements: agencies, rule sets, procedures.
std::vector<db::Query> CatalogueQueriesSql();
absl::StatusOr<Catalogue> ReadCatalogue(const std::vector<db::Result>& results, std::size_t first);

}  // namespace motcua::intake

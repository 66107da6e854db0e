#pragma once

#include <cstdint>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/db/transaction.h"

#include "domain/catalogue_load.h"

namespace motcua::intake {

// The rows of the catalogue, in the transaction of a load.

/// The catalogue under the lock that orders loads.
absl::StatusOr<StoredCatalogue> LockCatalogue(db::Transaction& transaction);

/// Writes what changed. Returns the sequence of each entry, which its event carries, in the order
/// agencies, rule sets, procedures.
absl::StatusOr<std::vector<std::int64_t>> WriteCatalogue(db::Transaction& transaction,
                                                         const CatalogueChange& change);

}  // namespace motcua::intake

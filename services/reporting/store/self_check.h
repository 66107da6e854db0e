#pragma once

#include <cstdint>

#include "motcua/db/pool.h"

namespace motcua::reporting {

/// How far the counters of the active generation are from a count of its dossiers: received, ended
/// and running ones that have a due day, by agency and procedure version, in days and in months.
/// Zero at any moment, because both change in one transaction (R7.3, I11); one statement, so one
/// snapshot. Reads every dossier: seconds for ten millions.
absl::StatusOr<std::int64_t> CountDifference(db::Pool& pool, const CallContext& call);

}  // namespace motcua::reporting

#pragma once

#include <cstdint>

#include "motcua/db/pool.h"

namespace motcua::reporting {

/// The difference between the counters of the active generation and a count of its dossiers:
/// received, ended and running ones with a due day, by agency and procedure version, in days and in
/// months. Always zero, because both change in one transaction (R7.3, I11); one statement and thus
/// one snapshot. Reads every dossier, which takes seconds for ten million.
absl::StatusOr<std::int64_t> CountDifference(db::Pool& pool, const CallContext& call);

}  // namespace motcua::reporting

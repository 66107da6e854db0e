#pragma once

#include "motcua/db/statement.h"

namespace motcua::reporting {

/// First key of the advisory locks that guard which generation a slot holds; the slot is the
/// second. No other lock of this database uses two keys with this first one.
inline constexpr int kGenerationLockClass = 0x0607;

/// Held by everyone who counts, until his transaction ends.
inline constexpr db::Statement kShareSlot{"share_slot",
                                          "SELECT pg_advisory_xact_lock_shared($1, $2)"};
/// Held by who changes what the slot is; waits for everyone who counts, and they are quick.
inline constexpr db::Statement kTakeSlot{"take_slot", "SELECT pg_advisory_xact_lock($1, $2)"};

}  // namespace motcua::reporting

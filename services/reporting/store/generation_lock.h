#pragma once

#include "motcua/db/statement.h"

namespace motcua::reporting {

/// First key of the advisory locks that protect the generation of a slot; the second key is the
/// slot. No other lock of this database uses this first key.
inline constexpr int kGenerationLockClass = 0x0607;

/// Held while counting, until the transaction ends.
inline constexpr db::Statement kShareSlot{"share_slot",
                                          "SELECT pg_advisory_xact_lock_shared($1, $2)"};
/// Held while the generation of the slot is changed; waits for short transactions that count.
inline constexpr db::Statement kTakeSlot{"take_slot", "SELECT pg_advisory_xact_lock($1, $2)"};

}  // namespace motcua::reporting

#pragma once

#include <absl/status/status.h>

#include "motcua/intake/v1/intake_service.pb.h"

#include "motcua/base/call_context.h"
#include "motcua/db/pool.h"

#include "domain/dossier.h"

namespace motcua::intake {

/// Reads a dossier's history, oldest first, the newest 1000 entries at most. INTERNAL /
/// EVENT_UNREADABLE when a stored event does not match its type.
absl::Status ReadTimeline(db::Pool& pool, const CallContext& call, const Dossier& dossier,
                          v1::GetTimelineResponse& response);

}  // namespace motcua::intake

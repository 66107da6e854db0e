#pragma once

#include <absl/status/statusor.h>

#include "motcua/operations/v1/operations_service.pb.h"

#include "motcua/outbox/event.h"

namespace motcua::operations {

/// Converts an event to and from the message of EventHistoryService, with id and bytes unchanged.
/// An invalid event is UNAVAILABLE / HISTORY_INVALID, because the other program is at fault and may
/// be repaired.
v1::EventRecord ToRecord(const outbox::Event& event);
absl::StatusOr<outbox::Event> FromRecord(const v1::EventRecord& record);

}  // namespace motcua::operations

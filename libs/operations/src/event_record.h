#pragma once

#include <absl/status/statusor.h>

#include "motcua/operations/v1/operations_service.pb.h"

#include "motcua/outbox/event.h"

namespace motcua::operations {

/// An event as EventHistoryService carries it, and back, id and bytes unchanged. What cannot be an
/// event is UNAVAILABLE / HISTORY_INVALID: the other program is at fault, until it is repaired.
v1::EventRecord ToRecord(const outbox::Event& event);
absl::StatusOr<outbox::Event> FromRecord(const v1::EventRecord& record);

}  // namespace motcua::operations

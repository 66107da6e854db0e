#include "event_record.h"

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/wire/time.h"

#include "timestamps.h"

namespace motcua::operations {

v1::EventRecord ToRecord(const outbox::Event& event) {
  v1::EventRecord record;
  record.set_event_id(event.event_id);
  record.set_type(event.type);
  record.set_key(event.key);
  record.set_stream(event.stream);
  record.set_epoch(event.epoch);
  record.set_sequence(event.sequence);
  record.set_builds_on(event.builds_on);
  *record.mutable_occurred_at() = wire::ToProto(event.occurred_at);
  record.set_traceparent(event.traceparent);
  record.set_payload(event.payload);
  return record;
}

absl::StatusOr<outbox::Event> FromRecord(const v1::EventRecord& record) {
  const auto occurred_at = CheckedInstant("occurred_at", "TIMESTAMP_INVALID", record.occurred_at());
  if (!IsUuid(record.event_id()) || record.type().empty() || record.epoch() < 1 ||
      record.sequence() < 1 || record.builds_on() < 0 || !occurred_at.ok()) {
    return Error(absl::StatusCode::kUnavailable, "HISTORY_INVALID",
                 "The history of the other program contains an invalid event.");
  }
  return outbox::Event{.event_id = record.event_id(),
                       .stream = record.stream(),
                       .key = record.key(),
                       .type = record.type(),
                       .epoch = record.epoch(),
                       .sequence = record.sequence(),
                       .builds_on = record.builds_on(),
                       .occurred_at = *occurred_at,
                       .traceparent = record.traceparent(),
                       .payload = record.payload()};
}

}  // namespace motcua::operations

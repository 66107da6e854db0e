#pragma once

#include <optional>

#include <google/protobuf/timestamp.pb.h>

#include "motcua/base/clock.h"

namespace motcua::wire {

/// Instants have microseconds; nanoseconds of a foreign timestamp are cut off.
google::protobuf::Timestamp ToProto(Instant instant);
Instant ToInstant(const google::protobuf::Timestamp& timestamp);

/// Sets the field when there is a value, and leaves it absent otherwise.
///
///   wire::SetTime(dossier.due_at, *message.mutable_facts(), &DossierFacts::mutable_due_at);
template <typename Message>
void SetTime(const std::optional<Instant>& value, Message& message,
             google::protobuf::Timestamp* (Message::*mutable_field)()) {
  if (value.has_value()) {
    *(message.*mutable_field)() = ToProto(*value);
  }
}

}  // namespace motcua::wire

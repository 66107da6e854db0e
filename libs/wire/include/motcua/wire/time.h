#pragma once

#include <optional>
#include <string_view>

#include <absl/status/statusor.h>
#include <google/protobuf/timestamp.pb.h>

#include "motcua/base/clock.h"

namespace motcua::wire {

/// Instants have microseconds; the nanoseconds of a timestamp are cut off.
google::protobuf::Timestamp ToProto(Instant instant);
/// For a timestamp made by our own programs; not checked.
Instant ToInstant(const google::protobuf::Timestamp& timestamp);
/// For a timestamp in a request. INVALID_ARGUMENT / TIME_OUT_OF_RANGE with `field` for a time
/// before 1970, after 9999 or with nanoseconds outside a second, which ToInstant would turn into
/// another time.
absl::StatusOr<Instant> ReadInstant(const google::protobuf::Timestamp& timestamp,
                                    std::string_view field);

/// Sets the field if there is a value; otherwise leaves it absent.
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

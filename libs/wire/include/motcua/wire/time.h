#pragma once

#include <optional>
#include <string_view>

#include <absl/status/statusor.h>
#include <google/protobuf/timestamp.pb.h>

#include "motcua/base/clock.h"

namespace motcua::wire {

/// Instants have microseconds; nanoseconds of a foreign timestamp are cut off.
google::protobuf::Timestamp ToProto(Instant instant);
/// Of a timestamp that a program of ours has made: no check.
Instant ToInstant(const google::protobuf::Timestamp& timestamp);
/// Of a timestamp in a request. INVALID_ARGUMENT / TIME_OUT_OF_RANGE with `field` for one before
/// 1970, after 9999 or with nanoseconds outside a second, which ToInstant would turn into some
/// other time.
absl::StatusOr<Instant> ReadInstant(const google::protobuf::Timestamp& timestamp,
                                    std::string_view field);

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

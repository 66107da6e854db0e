#pragma once

#include <cstdint>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/clock.h"
#include "motcua/kafka/message.h"

namespace motcua::outbox {

/// One event. Its id and bytes are fixed when its history row is written (design rule 2).
struct Event {
  std::string event_id;  // UUIDv7
  /// Stream of the owner: `dossier`, `catalogue`, `workflow`, `calendar`. The topic is
  /// motcua.<service>.<stream>.v1.
  std::string stream;
  /// Kafka key: the dossier id, or the name of a fact such as `agency/H19.801`.
  std::string key;
  /// Full proto name, for example motcua.intake.events.v1.DossierFiled.
  std::string type;
  std::int32_t epoch = 1;
  /// 1..n without gaps per (stream, key).
  std::int64_t sequence = 0;
  /// Sequence of the other owner that this one builds on; 0 if none.
  std::int64_t builds_on = 0;
  Instant occurred_at{};
  std::string traceparent;
  std::string payload;
};

/// CloudEvents 1.0 binary mode (headers ce_*), value = payload. Sequence, epoch and builds_on
/// travel as the extension attributes ce_sequence, ce_epoch, ce_buildson, so that a consumer can
/// order events of a type it does not know.
kafka::Message ToMessage(const std::string& service, const Event& event);

/// The inverse. INVALID_ARGUMENT / ENVELOPE_INVALID names the header that is missing or wrong.
absl::StatusOr<Event> FromMessage(const kafka::Message& message);

/// motcua.<service>.<stream>.v1
std::string TopicOf(const std::string& service, const std::string& stream);

}  // namespace motcua::outbox

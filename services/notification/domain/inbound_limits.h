#pragma once

#include <cstdint>

#include "domain/inbound_command.h"

namespace motcua::notification {

/// How much one sender is answered (R3.13).
struct InboundLimits {
  int replies_per_minute = 3;
  int replies_per_day = 20;
  int unknown_replies_per_day = 1;
};

/// What one sender has had so far, in machine time.
struct SenderHistory {
  int replies_last_minute = 0;
  int replies_last_day = 0;
  int unknown_replies_last_day = 0;
  /// The same text came within the last 60 s.
  bool repeated = false;
};

/// True when this message gets no answer. What it asks for (an opt-out) is done all the same.
bool IsLimited(InboundKind kind, const SenderHistory& history, const InboundLimits& limits);

}  // namespace motcua::notification

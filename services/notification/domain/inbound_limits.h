#pragma once

#include <cstdint>

#include "domain/inbound_command.h"

namespace motcua::notification {

/// Limits on the replies to one sender (R3.13).
struct InboundLimits {
  int replies_per_minute = 3;
  int replies_per_day = 20;
  int unknown_replies_per_day = 1;
};

/// The replies to one sender so far, in machine time.
struct SenderHistory {
  int replies_last_minute = 0;
  int replies_last_day = 0;
  int unknown_replies_last_day = 0;
  /// The same text was received within the last 60 s.
  bool repeated = false;
};

/// True when this message gets no reply. A command in it (such as an opt-out) is still carried out.
bool IsLimited(InboundKind kind, const SenderHistory& history, const InboundLimits& limits);

}  // namespace motcua::notification

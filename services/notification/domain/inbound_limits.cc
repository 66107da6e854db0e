#include "domain/inbound_limits.h"

namespace motcua::notification {

bool IsLimited(InboundKind kind, const SenderHistory& history, const InboundLimits& limits) {
  return history.repeated || history.replies_last_minute >= limits.replies_per_minute ||
         history.replies_last_day >= limits.replies_per_day ||
         (kind == InboundKind::kUnknown &&
          history.unknown_replies_last_day >= limits.unknown_replies_per_day);
}

}  // namespace motcua::notification

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "motcua/base/actor.h"
#include "motcua/base/call_context.h"
#include "motcua/db/transaction.h"

namespace motcua::command {

/// Who did what to which subject, and why. No personal data.
struct AuditRow {
  std::string caller;
  std::string method;
  Actor actor;
  /// Id of the object decided about, or the name of what was loaded.
  std::string subject;
  std::int64_t revision_before = 0;
  std::int64_t revision_after = 0;
  std::string reason;
  std::string legal_ground;
  /// Empty when the command made no event.
  std::string event_id;
  std::string traceparent;
};

/// The row of a load of rules or targets. Such a request names no person, so the actor is the
/// program that sent it.
AuditRow AuditOfLoad(const CallContext& call, std::string method, std::string subject,
                     std::string event_id = {});

/// Queues rows of the append-only audit log, as one statement.
void AppendAudit(db::Transaction& transaction, const std::vector<AuditRow>& rows);

}  // namespace motcua::command

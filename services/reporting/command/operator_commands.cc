#include "command/operator_commands.h"

#include <string>

#include "motcua/base/status_macros.h"
#include "motcua/command/audit.h"
#include "motcua/command/header.h"

#include "store/pg_generations.h"
#include "store/pg_reports.h"

namespace motcua::reporting {

absl::Status LoadTargets(db::Transaction& transaction, const CallContext& call,
                         const std::vector<Target>& targets, bool dry_run) {
  MOTCUA_RETURN_IF_ERROR(CheckTargets(targets));
  if (dry_run) {
    return absl::OkStatus();
  }
  WriteTargets(transaction, targets);
  command::AppendAudit(transaction, {command::AuditOfLoad(call, "LoadTargets", "targets")});
  return absl::OkStatus();
}

absl::StatusOr<Generation> StartRebuild(db::Transaction& transaction, const CallContext& call,
                                        const Actor& asker, Instant now) {
  MOTCUA_RETURN_IF_ERROR(command::CheckActor(asker, "actor"));
  MOTCUA_ASSIGN_OR_RETURN(const LockedGenerations locked, LockGenerations(transaction));
  MOTCUA_ASSIGN_OR_RETURN(const Generation building,
                          DecideRebuild(asker, locked.present, locked.last));
  WriteBuilding(transaction, building, now);
  command::AppendAudit(transaction, {{.caller = call.caller,
                                      .method = "StartRebuild",
                                      .actor = asker,
                                      .subject = "generation/" + std::to_string(building.id),
                                      .traceparent = call.traceparent}});
  return building;
}

}  // namespace motcua::reporting

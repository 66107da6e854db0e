#include "command/rule_loads.h"

#include "motcua/base/status_macros.h"
#include "motcua/command/audit.h"

#include "store/rule_rows.h"

namespace motcua::feedback {

absl::StatusOr<bool> LoadPetitionRules(db::Transaction& transaction, const CallContext& call,
                                       RulesCache& cache, const PetitionRules& rules,
                                       bool dry_run) {
  MOTCUA_ASSIGN_OR_RETURN(const auto stored, LockRules(transaction, cache));
  MOTCUA_ASSIGN_OR_RETURN(const bool added, DecideLoad(rules, *stored));
  if (added && !dry_run) {
    WriteRules(transaction, rules);
    command::AppendAudit(transaction, {command::AuditOfLoad(call, "LoadPetitionRules",
                                                            "petition-rules/" + rules.version)});
  }
  return added;
}

}  // namespace motcua::feedback

#include "command/template_commands.h"

#include "motcua/base/status_macros.h"
#include "motcua/command/audit.h"

#include "store/pg_templates.h"

namespace motcua::notification {

absl::StatusOr<int> LoadTemplates(db::Transaction& transaction, const CallContext& call,
                                  const std::vector<TemplateVersion>& versions, bool dry_run) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<TemplateVersion> stored,
                          LockVersions(transaction, versions));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<TemplateVersion> added, DecideLoad(versions, stored));
  if (!dry_run) {
    InsertVersions(transaction, added);
    std::vector<command::AuditRow> audit;
    for (const TemplateVersion& version : added) {
      audit.push_back({.caller = call.caller,
                       .method = "LoadTemplates",
                       .subject = NameOf(version.text),
                       .traceparent = call.traceparent});
    }
    command::AppendAudit(transaction, audit);
  }
  return static_cast<int>(added.size());
}

}  // namespace motcua::notification

#include "command/template_commands.h"

#include "motcua/base/status_macros.h"
#include "motcua/command/answers.h"
#include "motcua/command/audit.h"

#include "store/pg_templates.h"

namespace motcua::notification {
namespace {

absl::StatusOr<std::vector<TemplateVersion>> FindNew(db::Transaction& transaction,
                                                     const std::vector<TemplateVersion>& versions) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<TemplateVersion> stored,
                          LockVersions(transaction, versions));
  return DecideLoad(versions, stored);
}

}  // namespace

absl::StatusOr<std::string> TemplateCommands::Load(const CallContext& call, const command::Key& key,
                                                   const std::vector<TemplateVersion>& versions,
                                                   const Encode& encode) const {
  return command::Once(pool_, call, key,
                       [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
                         MOTCUA_ASSIGN_OR_RETURN(const std::vector<TemplateVersion> added,
                                                 FindNew(transaction, versions));
                         InsertVersions(transaction, added);
                         std::vector<command::AuditRow> audit;
                         for (const TemplateVersion& version : added) {
                           audit.push_back({.caller = call.caller,
                                            .method = key.method,
                                            .subject = NameOf(version.text),
                                            .traceparent = call.traceparent});
                         }
                         command::AppendAudit(transaction, audit);
                         return encode(static_cast<int>(added.size()));
                       });
}

absl::StatusOr<int> TemplateCommands::Try(const CallContext& call,
                                          const std::vector<TemplateVersion>& versions) const {
  int added = 0;
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call, "try_templates", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const std::vector<TemplateVersion> found,
                                FindNew(transaction, versions));
        added = static_cast<int>(found.size());
        return absl::OkStatus();
      }));
  return added;
}

}  // namespace motcua::notification

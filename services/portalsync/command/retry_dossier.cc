#include "command/retry_dossier.h"

#include "motcua/base/status_macros.h"
#include "motcua/command/answers.h"
#include "motcua/command/audit.h"

#include "domain/retry.h"
#include "store/queued_dossier.h"

namespace motcua::portalsync {

absl::Status RetryDossier::Execute(const CallContext& call, const command::Key& key,
                                   const command::Header& header) const {
  // The answer has no fields.
  const auto body = [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
    MOTCUA_RETURN_IF_ERROR(command::CheckHeader(header, ""));
    MOTCUA_RETURN_IF_ERROR(CheckRetrier(header.actor));
    MOTCUA_ASSIGN_OR_RETURN(const QueuedDossier dossier, LockQueued(transaction, header.subject));
    MOTCUA_RETURN_IF_ERROR(DecideRetry(dossier));
    WriteRetry(transaction, dossier, machine_.Now());
    command::AppendAudit(transaction, {{.caller = call.caller,
                                        .method = key.method,
                                        .actor = header.actor,
                                        .subject = dossier.dossier_id,
                                        .reason = header.reason,
                                        .traceparent = call.traceparent}});
    return std::string();
  };
  return command::Once(pool_, call, key, body).status();
}

}  // namespace motcua::portalsync

#include "store/pg_messages.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/command/audit.h"

#include "store/sql.h"

namespace motcua::notification {

absl::StatusOr<bool> PgMessages::TakeReceipt(const CallContext& call, const std::string& message_id,
                                             ReceiptType type, Instant now) {
  bool known = false;
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call, "take_receipt", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const StoredMessage stored, LockMessage(transaction, message_id));
        known = !stored.message.id.empty() && stored.message.attempts > 0;
        if (!known) {
          return absl::OkStatus();
        }
        transaction.Write({sql::kInsertReceipt,
                           db::Params().Text(message_id).Int(static_cast<int>(type)).Time(now)});
        if (const auto move = MoveByReceipt(stored.message.state, type); move.has_value()) {
          WriteMove(transaction, stored, *move, {}, now, telling_);
        }
        return absl::OkStatus();
      }));
  return known;
}

absl::Status PgMessages::Resolve(const CallContext& call, const std::string& message_id,
                                 const Decided& decided, Instant now) {
  return pool_.Run(call, "resolve_message", [&](db::Transaction& transaction) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const StoredMessage stored, LockMessage(transaction, message_id));
    if (stored.message.id.empty()) {
      return Error(absl::StatusCode::kNotFound, "MESSAGE_UNKNOWN", "there is no such message");
    }
    if (stored.message.state != MessageState::kUnknown) {
      return Error(absl::StatusCode::kFailedPrecondition, "NOT_UNKNOWN",
                   "what became of this message is known");
    }
    const std::string_view why =
        decided.state == MessageState::kFailed ? "RESOLVED_BY_OPERATOR" : "";
    WriteMove(transaction, stored, {decided.state, why}, {}, now, telling_);
    command::AppendAudit(transaction,
                         {{.caller = call.caller,
                           .method = "ResolveMessage",
                           .actor = {.kind = static_cast<ActorKind>(decided.actor_kind),
                                     .id = decided.actor_id,
                                     .agency = decided.actor_agency},
                           .subject = "message/" + message_id,
                           .reason = decided.reason,
                           .traceparent = call.traceparent}});
    return absl::OkStatus();
  });
}

}  // namespace motcua::notification

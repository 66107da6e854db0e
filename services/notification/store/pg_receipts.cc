#include "store/pg_receipts.h"

#include "motcua/base/status_macros.h"

#include "store/sql.h"

namespace motcua::notification {

absl::StatusOr<bool> PgReceipts::Take(const CallContext& call, const std::string& message_id,
                                      ReceiptType type, int attempt, Instant now) {
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
        if (const auto move = MoveByReceipt(stored.message, type, attempt); move.has_value()) {
          WriteMove(transaction, stored, *move, {}, now, telling_);
        }
        return absl::OkStatus();
      }));
  return known;
}

}  // namespace motcua::notification

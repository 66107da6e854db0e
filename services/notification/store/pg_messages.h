#pragma once

#include "motcua/db/pool.h"

#include "store/message_rows.h"

namespace motcua::notification {

/// What others than the sender change of outgoing messages: receipts and operators' decisions.
/// Thread-safe.
class PgMessages {
 public:
  PgMessages(db::Pool& pool, const Telling& telling) : pool_(pool), telling_(telling) {}

  /// A word of the network about a message, stored once and applied forward only. False when there
  /// is no such message: a forged or ancient receipt.
  absl::StatusOr<bool> TakeReceipt(const CallContext& call, const std::string& message_id,
                                   ReceiptType type, Instant now);

  struct Decided {
    MessageState state = MessageState::kFailed;
    int actor_kind = 0;
    std::string actor_id;
    std::string actor_agency;
    std::string reason;
  };
  /// An operator says what became of an unknown message: delivered, failed, or created (again),
  /// with an audit row. NOT_FOUND / MESSAGE_UNKNOWN, FAILED_PRECONDITION / NOT_UNKNOWN.
  absl::Status Resolve(const CallContext& call, const std::string& message_id,
                       const Decided& decided, Instant now);

 private:
  db::Pool& pool_;
  const Telling& telling_;
};

}  // namespace motcua::notification

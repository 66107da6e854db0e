#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "motcua/db/pool.h"

#include "store/message_rows.h"

namespace motcua::notification {

/// Receipts of the network, and what they change. Thread-safe.
class PgReceipts {
 public:
  PgReceipts(db::Pool& pool, const Telling& telling) : pool_(pool), telling_(telling) {}

  /// Takes a receipt of the network for an attempt (0: the latest) to send a message; stored once
  /// and applied forward only. False when there is no such message: a forged or very old receipt.
  absl::StatusOr<bool> Take(const CallContext& call, const std::string& message_id,
                            ReceiptType type, int attempt, Instant now);

 private:
  db::Pool& pool_;
  const Telling& telling_;
};

}  // namespace motcua::notification

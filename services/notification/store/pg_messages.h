#pragma once

#include <functional>
#include <optional>
#include <string>

#include "motcua/base/actor.h"
#include "motcua/command/key.h"
#include "motcua/db/pool.h"

#include "store/message_rows.h"
#include "store/pg_queries.h"

namespace motcua::notification {

/// Changes to outgoing messages by receipts and operators' decisions. Thread-safe.
class PgMessages {
 public:
  PgMessages(db::Pool& pool, const Telling& telling) : pool_(pool), telling_(telling) {}

  /// Takes a receipt of the network for an attempt (0: the latest) to send a message; stored once
  /// and applied forward only. False when there is no such message: a forged or very old receipt.
  absl::StatusOr<bool> TakeReceipt(const CallContext& call, const std::string& message_id,
                                   ReceiptType type, int attempt, Instant now);

  /// Who decides, and why; for the audit row of each message.
  struct Decider {
    Actor actor;
    std::string reason;
  };
  struct Decided {
    MessageState state = MessageState::kFailed;
    Decider by;
  };
  /// Sets the outcome of an unknown message by decision of an operator: delivered, failed, or
  /// created (again), with an audit row. NOT_FOUND / MESSAGE_UNKNOWN, FAILED_PRECONDITION /
  /// NOT_UNKNOWN.
  absl::Status Resolve(const CallContext& call, const std::string& message_id,
                       const Decided& decided, Instant now);

  /// Where a page ended.
  struct Place {
    Instant created_at{};
    std::string id;
  };
  /// Messages created in a period of business time, oldest first.
  struct Page {
    Instant from{};
    Instant to{};
    /// For failed messages: only those with this reason; empty for all.
    std::string reason;
    std::optional<Place> after;
    int limit = 0;
  };
  struct Outcome {
    int changed = 0;
    int passed_over = 0;
    /// Empty after the last page.
    std::optional<Place> end;
  };
  using Encode = std::function<std::string(const Outcome&)>;
  using EncodeMessage = std::function<std::string(const MessageRow&)>;

  // The following are commands with an idempotency key: the result of `encode` is stored and
  // returned again when the key is repeated. One transaction each, with an audit row per message.
  // INVALID_ARGUMENT / IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_INVALID; ALREADY_EXISTS /
  // IDEMPOTENCY_KEY_REUSED.

  /// Resolve for a page of unknown messages.
  absl::StatusOr<std::string> ResolvePage(const CallContext& call, const command::Key& key,
                                          const Page& page, const Decided& decided, Instant now,
                                          const Encode& encode);
  /// Sends a failed message again: NOT_FOUND / MESSAGE_UNKNOWN, FAILED_PRECONDITION with the reason
  /// of RefuseResend.
  absl::StatusOr<std::string> Resend(const CallContext& call, const command::Key& key,
                                     const std::string& message_id, const Decider& by, Instant now,
                                     const EncodeMessage& encode);
  /// The same for a page of failed messages; those that must not be sent again are skipped.
  absl::StatusOr<std::string> ResendPage(const CallContext& call, const command::Key& key,
                                         const Page& page, const Decider& by, Instant now,
                                         const Encode& encode);

 private:
  db::Pool& pool_;
  const Telling& telling_;
};

}  // namespace motcua::notification

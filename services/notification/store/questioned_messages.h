#pragma once

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/db/transaction.h"

#include "store/message_rows.h"

namespace motcua::notification {

/// A message that an operator decides about, locked.
struct QuestionedMessage {
  StoredMessage stored;
  /// The network has said that it was delivered.
  bool delivered = false;
};

/// Empty if there is no such message.
absl::StatusOr<std::optional<QuestionedMessage>> LockQuestioned(db::Transaction& transaction,
                                                                const std::string& id);

/// Where a page ended.
struct Place {
  Instant created_at{};
  std::string id;
};

/// Messages created in a period of business time, oldest first.
struct PeriodPage {
  Instant from{};
  Instant to{};
  /// For failed messages: only those with this reason; empty for all.
  std::string reason;
  std::optional<Place> after;
  int limit = 0;
};

struct QuestionedPage {
  std::vector<QuestionedMessage> messages;
  /// Empty after the last page.
  std::optional<Place> end;
};

absl::StatusOr<QuestionedPage> LockUnknown(db::Transaction& transaction, const PeriodPage& page);
absl::StatusOr<QuestionedPage> LockFailed(db::Transaction& transaction, const PeriodPage& page);

}  // namespace motcua::notification

#pragma once

#include <cstdint>
#include <string>

#include "motcua/db/table.h"
#include "motcua/inbox/inbox.h"
#include "motcua/kafka/message.h"

namespace motcua::inbox {

/// A row of table dead_letters; the message and the epoch are only written.
struct DeadLetterRow {
  DeadLetter letter;
  const kafka::Message* message = nullptr;
  std::int32_t epoch = 0;
};
const db::Table<DeadLetterRow>& DeadLetters();

/// Queues a dead letter for an event, with the message it came in.
void WriteDeadLetter(db::Transaction& transaction, const std::string& consumer,
                     const outbox::Event& event, const kafka::Message& message,
                     const absl::Status& why, Instant at);

/// Queues a dead letter for a message that could not be read; its id is topic/partition/offset.
void WriteUnreadable(db::Transaction& transaction, const std::string& consumer,
                     const kafka::Message& message, const absl::Status& why, Instant at);

/// Queues its removal.
void DeleteDeadLetter(db::Transaction& transaction, const std::string& consumer,
                      const std::string& event_id);

/// Queues the new reason after another failed attempt.
void UpdateDeadLetter(db::Transaction& transaction, const std::string& consumer,
                      const std::string& event_id, const absl::Status& why, Instant at);

/// A stored dead letter. NOT_FOUND / DEAD_LETTER_UNKNOWN.
struct StoredLetter {
  kafka::Message message;
  /// 0: the message could not be read.
  std::int64_t sequence = 0;
};
absl::StatusOr<StoredLetter> ReadDeadLetter(db::Transaction& transaction,
                                            const std::string& consumer,
                                            const std::string& event_id);

}  // namespace motcua::inbox

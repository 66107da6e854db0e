#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "motcua/base/uuid.h"
#include "motcua/db/transaction.h"

#include "domain/delivery_rules.h"
#include "domain/message.h"

namespace motcua::notification {

/// What it takes to tell of an end (topic motcua.notification.sms.v1).
struct Telling {
  IdGenerator& ids;
  int epoch = 1;
  /// Wakes the outbox publisher.
  std::function<void()> on_commit;
  /// Counts a committed change of state.
  std::function<void(Moment, MessageState)> on_move;
};

/// A message as its row has it.
struct StoredMessage {
  Message message;
  std::string gateway;
  /// SmsEnded events so far.
  int told = 0;
};

/// What a SELECT of messages has to name for ReadMessage, each with `alias` before it if there is
/// one: "m.id, m.moment".
std::string MessageColumns(const std::string& alias = "");
Message ReadMessage(const db::Row& row);

/// The same for ReadStored.
std::string StoredColumns();
StoredMessage ReadStored(const db::Row& row);

/// Queues a new message; one that is there for the same event and template, or the same inbound
/// message, stays as it is.
void InsertMessage(db::Transaction& transaction, const Message& message);

/// Locks a message and reads it; nullopt-like empty id when there is none.
absl::StatusOr<StoredMessage> LockMessage(db::Transaction& transaction, const std::string& id);

/// Queues a change of state with its reason and, for a message of a dossier that comes to an end or
/// is unknown, the event that tells of it. The caller holds the row's lock. `next` is for kCreated.
void WriteMove(db::Transaction& transaction, const StoredMessage& stored, const Move& move,
               const NextTry& next, Instant now, const Telling& telling);

}  // namespace motcua::notification

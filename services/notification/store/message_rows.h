#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "motcua/db/transaction.h"
#include "motcua/outbox/event.h"

#include "domain/delivery_rules.h"
#include "domain/message.h"

namespace motcua::notification {

/// A message as stored in its row.
struct StoredMessage {
  Message message;
  std::string gateway;
  /// Number of SmsEnded events so far.
  int told = 0;
};

/// What is needed to publish a final state (topic motcua.notification.sms.v1).
struct Telling {
  /// The event of a change of state: messaging/sms_events.h.
  std::function<outbox::Event(const StoredMessage& stored, const Move& move, Instant now)> event;
  /// Wakes the outbox publisher.
  std::function<void()> on_commit;
  /// Called for each committed change of state, for metrics.
  std::function<void(Moment, MessageState)> on_move;
};

/// The columns that ReadMessage needs from a SELECT of messages, with the prefix `alias` if given:
/// "m.id, m.moment".
std::string MessageColumns(const std::string& alias = "");
Message ReadMessage(const db::Row& row);

/// The same for ReadStored.
std::string StoredColumns();
StoredMessage ReadStored(const db::Row& row);

/// Queues a new message; an existing message for the same event and template, or the same inbound
/// message, is not changed.
void InsertMessage(db::Transaction& transaction, const Message& message);

/// Locks a message and reads it; its id is empty if there is none.
absl::StatusOr<StoredMessage> LockMessage(db::Transaction& transaction, const std::string& id);

/// Queues a change of state with its reason and, for a message of a dossier that becomes final or
/// unknown, the event SmsEnded. The caller must hold the row's lock. `next` is for kCreated.
void WriteMove(db::Transaction& transaction, const StoredMessage& stored, const Move& move,
               const NextTry& next, Instant now, const Telling& telling);

}  // namespace motcua::notification

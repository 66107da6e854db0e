#include "store/message_rows.h"

#include "motcua/base/status_macros.h"
#include "motcua/outbox/event_log.h"

#include "messaging/sms_events.h"
#include "store/sql.h"

namespace motcua::notification {

Message ReadMessage(const db::Result& result, std::size_t row) {
  Message message;
  message.id = result.Text(row, 0);
  message.moment = static_cast<Moment>(result.Int(row, 1));
  message.dossier_id = result.Text(row, 2);
  message.code = result.Text(row, 3);
  message.event_id = result.Text(row, 4);
  message.template_id = result.Text(row, 5);
  message.template_version = static_cast<int>(result.Int(row, 6));
  message.agency = result.Text(row, 7);
  message.text = result.Text(row, 8);
  message.parts = static_cast<int>(result.Int(row, 9));
  message.urgent = result.Bool(row, 10);
  message.obligatory = result.Bool(row, 11);
  message.held = result.Bool(row, 12);
  message.state = static_cast<MessageState>(result.Int(row, 13));
  message.reason = result.Text(row, 14);
  message.attempts = static_cast<int>(result.Int(row, 15));
  message.created_at = result.Time(row, 16);
  message.not_before = result.Time(row, 17);
  message.valid_until = result.Time(row, 18);
  message.inbound_id = result.Text(row, 19);
  return message;
}

StoredMessage ReadStored(const db::Result& result, std::size_t row) {
  return {.message = ReadMessage(result, row),
          .gateway = std::string(result.Text(row, 20)),
          .told = static_cast<int>(result.Int(row, 21))};
}

void InsertMessage(db::Transaction& transaction, const Message& message) {
  transaction.Write({sql::kInsertMessage, db::Params()
                                              .Text(message.id)
                                              .Int(outbox::ShardOf(message.id))
                                              .Int(static_cast<int>(message.moment))
                                              .TextOrNull(message.dossier_id)
                                              .Text(message.code)
                                              .TextOrNull(message.event_id)
                                              .Text(message.template_id)
                                              .Int(message.template_version)
                                              .TextOrNull(message.inbound_id)
                                              .Text(message.agency)
                                              .Text(message.text)
                                              .Int(message.parts)
                                              .Bool(message.urgent)
                                              .Bool(message.obligatory)
                                              .Bool(message.held)
                                              .Time(message.created_at)
                                              .Time(message.not_before)
                                              .Time(message.valid_until)});
}

absl::StatusOr<StoredMessage> LockMessage(db::Transaction& transaction, const std::string& id) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          transaction.Read({sql::kLockMessage, db::Params().Text(id)}));
  return found.empty() ? StoredMessage() : ReadStored(found, 0);
}

void WriteMove(db::Transaction& transaction, const StoredMessage& stored, const Move& move,
               const NextTry& next, Instant now, const Telling& telling) {
  // Replies belong to no dossier, so nobody waits to hear of them.
  const bool tell = IsTold(move.state) && !stored.message.dossier_id.empty();
  transaction.Write({sql::kMove, db::Params()
                                     .Text(stored.message.id)
                                     .Int(static_cast<int>(move.state))
                                     .Text(move.reason)
                                     .Time(now)
                                     .Bool(IsFinal(move.state))
                                     .Int(next.wait.count())
                                     .Int(tell ? 1 : 0)
                                     .Bool(next.afresh)});
  if (tell) {
    outbox::Append(transaction, {MakeSmsEnded(stored, move, now, telling)});
    transaction.AfterCommit(telling.on_commit);
  }
  transaction.AfterCommit([&telling, moment = stored.message.moment, state = move.state] {
    telling.on_move(moment, state);
  });
}

}  // namespace motcua::notification

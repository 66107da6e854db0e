#include "store/message_rows.h"

#include <vector>

#include "motcua/base/status_macros.h"
#include "motcua/db/table.h"
#include "motcua/outbox/event_log.h"

#include "store/sql.h"

namespace motcua::notification {
namespace {

using db::Field;
using db::Key;
using db::OrNull;
using db::Type;

const db::Table<Message>& Messages() {
  static const db::Table<Message> kMessages(
      "messages", {Key(Field("id", Type::kUuid, &Message::id)),
                   db::Derived<Message>("shard", Type::kSmallint,
                                        [](const Message& message, db::Array& out) {
                                          out.Int(outbox::ShardOf(message.id));
                                        }),
                   Field("moment", &Message::moment),
                   OrNull("dossier_id", Type::kUuid, &Message::dossier_id),
                   Field("code", &Message::code),
                   OrNull("event_id", Type::kUuid, &Message::event_id),
                   Field("template_id", &Message::template_id),
                   Field("template_version", &Message::template_version),
                   OrNull("inbound_id", Type::kUuid, &Message::inbound_id),
                   Field("agency", &Message::agency),
                   Field("text", &Message::text),
                   Field("parts", Type::kSmallint, &Message::parts),
                   Field("urgent", &Message::urgent),
                   Field("obligatory", &Message::obligatory),
                   Field("held", &Message::held),
                   Field("state", &Message::state),
                   Field("reason", &Message::reason),
                   Field("attempts", &Message::attempts),
                   Field("created_at", &Message::created_at),
                   Field("not_before", &Message::not_before),
                   Field("valid_until", &Message::valid_until)});
  return kMessages;
}

}  // namespace

std::string MessageColumns(const std::string& alias) {
  return Messages().Columns(alias);
}

Message ReadMessage(const db::Row& row) {
  return Messages().Read(row);
}

std::string StoredColumns() {
  return MessageColumns() + ", gateway, told";
}

StoredMessage ReadStored(const db::Row& row) {
  return {.message = ReadMessage(row),
          .gateway = row.Text("gateway"),
          .told = static_cast<int>(row.Int("told"))};
}

void InsertMessage(db::Transaction& transaction, const Message& message) {
  transaction.Write(Messages().InsertNew(std::vector{message}));
}

absl::StatusOr<StoredMessage> LockMessage(db::Transaction& transaction, const std::string& id) {
  static const db::MadeStatement kLock{
      "lock_message", "SELECT " + StoredColumns() + " FROM messages WHERE id = $1 FOR UPDATE"};
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found, transaction.Read({kLock, db::Params().Text(id)}));
  return found.empty() ? StoredMessage() : ReadStored(found.front());
}

void WriteMove(db::Transaction& transaction, const StoredMessage& stored, const Move& move,
               const NextTry& next, Instant now, const Telling& telling) {
  // Replies do not belong to a dossier, so no event is published for them.
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
    outbox::Append(transaction, {telling.event(stored, move, now)});
    transaction.AfterCommit(telling.on_commit);
  }
  transaction.AfterCommit([&telling, moment = stored.message.moment, state = move.state] {
    telling.on_move(moment, state);
  });
}

}  // namespace motcua::notification

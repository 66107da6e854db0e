#include "store/questioned_messages.h"

#include <set>

#include "motcua/base/status_macros.h"
#include "motcua/db/table.h"

#include "store/sql.h"

namespace motcua::notification {
namespace {

// Below every id.
constexpr char kNoId[] = "00000000-0000-0000-0000-000000000000";

// With the state in its text, so that the index of that state serves it.
db::MadeStatement LockPeriod(const std::string& name, MessageState state) {
  return {name, "SELECT " + StoredColumns() + " FROM messages WHERE state = " +
                    std::to_string(static_cast<int>(state)) + R"sql(
    AND created_at >= $1 AND created_at < $2 AND (created_at, id) > ($3::timestamptz, $4::uuid)
    AND ($5 = '' OR reason = $5)
  ORDER BY created_at, id LIMIT $6 FOR UPDATE
)sql"};
}

// A statement of its own after the one that locks, so that it sees a receipt which the lock waited
// for.
absl::StatusOr<std::vector<QuestionedMessage>> WithReceipts(db::Transaction& transaction,
                                                            std::vector<StoredMessage> messages) {
  std::vector<std::string> ids;
  for (const StoredMessage& stored : messages) {
    ids.push_back(stored.message.id);
  }
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      transaction.Read({sql::kReceived, db::Params()
                                            .Values(db::UuidArray(ids))
                                            .Int(static_cast<int>(ReceiptType::kDelivered))}));
  std::set<std::string> delivered;
  for (const db::Row row : found) {
    delivered.insert(row.Text("message_id"));
  }
  std::vector<QuestionedMessage> questioned;
  for (StoredMessage& stored : messages) {
    const bool arrived = delivered.contains(stored.message.id);
    questioned.push_back({.stored = std::move(stored), .delivered = arrived});
  }
  return questioned;
}

absl::StatusOr<QuestionedPage> LockPage(db::Transaction& transaction,
                                        const db::MadeStatement& statement,
                                        const PeriodPage& page) {
  const Place after = page.after.value_or(Place{.created_at = page.from, .id = kNoId});
  // One row more than the page has shows whether there is a next one.
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          transaction.Read({statement, db::Params()
                                                           .Time(page.from)
                                                           .Time(page.to)
                                                           .Time(after.created_at)
                                                           .Text(after.id)
                                                           .Text(page.reason)
                                                           .Int(page.limit + 1)}));
  std::vector<StoredMessage> messages;
  for (const db::Row row : found) {
    messages.push_back(ReadStored(row));
  }
  QuestionedPage locked;
  if (messages.size() > static_cast<std::size_t>(page.limit)) {
    messages.resize(static_cast<std::size_t>(page.limit));
    const Message& last = messages.back().message;
    locked.end = Place{.created_at = last.created_at, .id = last.id};
  }
  MOTCUA_ASSIGN_OR_RETURN(locked.messages, WithReceipts(transaction, std::move(messages)));
  return locked;
}

}  // namespace

absl::StatusOr<std::optional<QuestionedMessage>> LockQuestioned(db::Transaction& transaction,
                                                                const std::string& id) {
  MOTCUA_ASSIGN_OR_RETURN(StoredMessage stored, LockMessage(transaction, id));
  if (stored.message.id.empty()) {
    return std::nullopt;
  }
  MOTCUA_ASSIGN_OR_RETURN(std::vector<QuestionedMessage> questioned,
                          WithReceipts(transaction, {std::move(stored)}));
  return std::move(questioned.front());
}

absl::StatusOr<QuestionedPage> LockUnknown(db::Transaction& transaction, const PeriodPage& page) {
  static const db::MadeStatement kLock = LockPeriod("lock_unknown", MessageState::kUnknown);
  return LockPage(transaction, kLock, page);
}

absl::StatusOr<QuestionedPage> LockFailed(db::Transaction& transaction, const PeriodPage& page) {
  static const db::MadeStatement kLock = LockPeriod("lock_failed", MessageState::kFailed);
  return LockPage(transaction, kLock, page);
}

}  // namespace motcua::notification

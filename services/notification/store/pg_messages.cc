#include "store/pg_messages.h"

#include <algorithm>
#include <vector>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/command/answers.h"
#include "motcua/command/audit.h"
#include "motcua/db/table.h"

#include "store/sql.h"

namespace motcua::notification {
namespace {

// Below every id.
constexpr char kNoId[] = "00000000-0000-0000-0000-000000000000";
// A message sent again by an operator is tried like a new one.
constexpr NextTry kAfresh{.afresh = true};

absl::Status NoSuchMessage() {
  return Error(absl::StatusCode::kNotFound, "MESSAGE_UNKNOWN", "no such message");
}

Move ByOperator(MessageState state) {
  return {state, state == MessageState::kFailed ? kResolvedByOperator : std::string_view()};
}

command::AuditRow MakeAudit(const CallContext& call, const std::string& method,
                            const PgMessages::Decider& by, const std::string& message_id) {
  return {.caller = call.caller,
          .method = method,
          .actor = by.actor,
          .subject = "message/" + message_id,
          .reason = by.reason,
          .traceparent = call.traceparent};
}

// The messages that operators decide about, page by page.
const db::MadeStatement& LockUnknown() {
  static const db::MadeStatement kLock{"lock_unknown", "SELECT " + StoredColumns() + R"sql(
  FROM messages WHERE state = 6 AND created_at >= $1 AND created_at < $2
    AND (created_at, id) > ($3::timestamptz, $4::uuid)
  ORDER BY created_at, id LIMIT $5 FOR UPDATE
)sql"};
  return kLock;
}

// The same, and whether there was a receipt of delivery.
const db::MadeStatement& LockFailed() {
  static const db::MadeStatement kLock{"lock_failed", "SELECT " + StoredColumns() + R"sql(,
    EXISTS (SELECT FROM receipts r WHERE r.message_id = id AND r.type = 1) AS delivered
  FROM messages WHERE state = 5 AND created_at >= $1 AND created_at < $2
    AND (created_at, id) > ($3::timestamptz, $4::uuid) AND ($6 = '' OR reason = $6)
  ORDER BY created_at, id LIMIT $5 FOR UPDATE
)sql"};
  return kLock;
}

// One row more than the page has shows whether there is a next one.
db::Params ParamsOf(const PgMessages::Page& page) {
  const PgMessages::Place after =
      page.after.value_or(PgMessages::Place{.created_at = page.from, .id = kNoId});
  return db::Params()
      .Time(page.from)
      .Time(page.to)
      .Time(after.created_at)
      .Text(after.id)
      .Int(page.limit + 1);
}

std::size_t RowsOf(const db::Result& found, const PgMessages::Page& page) {
  return std::min(found.size(), static_cast<std::size_t>(page.limit));
}

std::optional<PgMessages::Place> EndOf(const db::Result& found, const PgMessages::Page& page) {
  const std::size_t rows = RowsOf(found, page);
  if (found.size() == rows) {
    return std::nullopt;
  }
  const db::Row last = found[rows - 1];
  return PgMessages::Place{.created_at = last.Time("created_at"), .id = last.Text("id")};
}

}  // namespace

absl::StatusOr<bool> PgMessages::TakeReceipt(const CallContext& call, const std::string& message_id,
                                             ReceiptType type, int attempt, Instant now) {
  bool known = false;
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call, "take_receipt", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const StoredMessage stored, LockMessage(transaction, message_id));
        known = !stored.message.id.empty() && stored.message.attempts > 0;
        if (!known) {
          return absl::OkStatus();
        }
        transaction.Write({sql::kInsertReceipt,
                           db::Params().Text(message_id).Int(static_cast<int>(type)).Time(now)});
        if (const auto move = MoveByReceipt(stored.message, type, attempt); move.has_value()) {
          WriteMove(transaction, stored, *move, {}, now, telling_);
        }
        return absl::OkStatus();
      }));
  return known;
}

absl::Status PgMessages::Resolve(const CallContext& call, const std::string& message_id,
                                 const Decided& decided, Instant now) {
  return pool_.Run(call, "resolve_message", [&](db::Transaction& transaction) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const StoredMessage stored, LockMessage(transaction, message_id));
    if (stored.message.id.empty()) {
      return NoSuchMessage();
    }
    if (stored.message.state != MessageState::kUnknown) {
      return Error(absl::StatusCode::kFailedPrecondition, "NOT_UNKNOWN",
                   "the outcome of this message is already known");
    }
    WriteMove(transaction, stored, ByOperator(decided.state), kAfresh, now, telling_);
    command::AppendAudit(transaction, {MakeAudit(call, "ResolveMessage", decided.by, message_id)});
    return absl::OkStatus();
  });
}

absl::StatusOr<std::string> PgMessages::ResolvePage(const CallContext& call,
                                                    const command::Key& key, const Page& page,
                                                    const Decided& decided, Instant now,
                                                    const Encode& encode) {
  return command::Once(
      pool_, call, key, [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
        MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                                transaction.Read({LockUnknown(), ParamsOf(page)}));
        Outcome outcome;
        std::vector<command::AuditRow> audit;
        for (std::size_t i = 0; i < RowsOf(found, page); ++i) {
          const StoredMessage stored = ReadStored(found[i]);
          WriteMove(transaction, stored, ByOperator(decided.state), kAfresh, now, telling_);
          audit.push_back(MakeAudit(call, key.method, decided.by, stored.message.id));
          ++outcome.changed;
        }
        command::AppendAudit(transaction, audit);
        outcome.end = EndOf(found, page);
        return encode(outcome);
      });
}

absl::StatusOr<std::string> PgMessages::Resend(const CallContext& call, const command::Key& key,
                                               const std::string& message_id, const Decider& by,
                                               Instant now, const EncodeMessage& encode) {
  return command::Once(
      pool_, call, key, [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
        MOTCUA_ASSIGN_OR_RETURN(const StoredMessage stored, LockMessage(transaction, message_id));
        if (stored.message.id.empty()) {
          return NoSuchMessage();
        }
        MOTCUA_ASSIGN_OR_RETURN(
            const db::Result receipt,
            transaction.Read(
                {sql::kHasReceipt,
                 db::Params().Text(message_id).Int(static_cast<int>(ReceiptType::kDelivered))}));
        if (const std::string_view why =
                RefuseResend(stored.message, receipt.front().Bool("received"), now);
            !why.empty()) {
          return Error(
              absl::StatusCode::kFailedPrecondition, why,
              "only a message that certainly failed and has not expired can be sent again");
        }
        WriteMove(transaction, stored, {MessageState::kCreated, ""}, kAfresh, now, telling_);
        command::AppendAudit(transaction, {MakeAudit(call, key.method, by, message_id)});
        MOTCUA_ASSIGN_OR_RETURN(const db::Result after,
                                transaction.Read(FindMessageQuery(message_id)));
        return encode(ReadMessageRow(after.front()));
      });
}

absl::StatusOr<std::string> PgMessages::ResendPage(const CallContext& call, const command::Key& key,
                                                   const Page& page, const Decider& by, Instant now,
                                                   const Encode& encode) {
  return command::Once(
      pool_, call, key, [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
        MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                                transaction.Read({LockFailed(), ParamsOf(page).Text(page.reason)}));
        Outcome outcome;
        std::vector<command::AuditRow> audit;
        for (std::size_t i = 0; i < RowsOf(found, page); ++i) {
          const StoredMessage stored = ReadStored(found[i]);
          if (!RefuseResend(stored.message, found[i].Bool("delivered"), now).empty()) {
            ++outcome.passed_over;
            continue;
          }
          WriteMove(transaction, stored, {MessageState::kCreated, ""}, kAfresh, now, telling_);
          audit.push_back(MakeAudit(call, key.method, by, stored.message.id));
          ++outcome.changed;
        }
        command::AppendAudit(transaction, audit);
        outcome.end = EndOf(found, page);
        return encode(outcome);
      });
}

}  // namespace motcua::notification

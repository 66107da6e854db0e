#include "store/pg_send_queue.h"

#include "motcua/base/status_macros.h"
#include "motcua/db/table.h"
#include "motcua/runtime/backoff.h"

#include "store/sql.h"

namespace motcua::notification {
namespace {

constexpr std::chrono::seconds kSettleLimit{5};

CallContext OwnCall() {
  CallContext call;
  call.caller = "notification";
  call.deadline = std::chrono::steady_clock::now() + kSettleLimit;
  return call;
}

// One message of each agency, found by skipping from agency to agency through the index.
const db::MadeStatement& NextRoundStatement() {
  static const db::MadeStatement kNextRound{"next_round", R"sql(
  WITH RECURSIVE agencies AS (
    (SELECT agency FROM messages WHERE shard = $1 AND state = 1 ORDER BY agency LIMIT 1)
    UNION ALL
    SELECT (SELECT m.agency FROM messages m
      WHERE m.shard = $1 AND m.state = 1 AND m.agency > a.agency ORDER BY m.agency LIMIT 1)
    FROM agencies a WHERE a.agency IS NOT NULL
  )
  SELECT n.* FROM agencies a CROSS JOIN LATERAL (
    SELECT )sql" + MessageColumns() + R"sql(
    FROM messages
    WHERE shard = $1 AND state = 1 AND agency = a.agency AND not_before <= $2
      AND id <> ALL ($3::uuid[])
      AND (retry_at IS NULL OR retry_at <= clock_timestamp())
    ORDER BY urgent DESC, not_before, id LIMIT 1
  ) n
  WHERE a.agency IS NOT NULL
)sql"};
  return kNextRound;
}

const db::MadeStatement& LockForClaimStatement() {
  static const db::MadeStatement kLock{"lock_for_claim", "SELECT " + MessageColumns("m") + R"sql(,
    m.told, d.state AS dossier_state,
    EXISTS (SELECT FROM opt_outs o WHERE o.phone_hash = $2) AND m.inbound_id IS NULL AS opted_out,
    coalesce(extract(epoch FROM clock_timestamp() - m.first_tried_at), 0)::bigint
      AS trying_for_seconds
  FROM messages m LEFT JOIN dossiers d ON d.dossier_id = m.dossier_id
  WHERE m.id = $1 AND m.state = 1 FOR UPDATE OF m
)sql"};
  return kLock;
}

}  // namespace

absl::StatusOr<std::vector<Message>> PgSendQueue::NextRound(Instant now) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      lock_.connection().Execute(
          {NextRoundStatement(),
           db::Params().Int(options_.shard).Time(now).Values(set_aside_.Ids())}));
  std::vector<Message> round;
  for (const db::Row row : found) {
    round.push_back(ReadMessage(row));
  }
  return round;
}

absl::StatusOr<std::optional<Decision>> PgSendQueue::Claim(const Message& message,
                                                           const PhoneTrace& phone,
                                                           std::string_view gateway, Instant now) {
  db::Transaction transaction(lock_.connection());
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      transaction.Read({LockForClaimStatement(), db::Params().Text(message.id).Bytes(phone.hash)}));
  if (found.empty()) {
    return std::optional<Decision>();
  }
  const db::Row row = found.front();
  StoredMessage stored{.message = ReadMessage(row), .told = static_cast<int>(row.Int("told"))};
  Situation situation{.now = now,
                      .opted_out = row.Bool("opted_out"),
                      .trying_for = std::chrono::seconds(row.Int("trying_for_seconds"))};
  if (const auto state =
          dossier::NationalStateFromNumber(static_cast<int>(row.Int("dossier_state")));
      state.ok()) {
    situation.dossier_state = *state;
  }
  const Decision decision = DecideBeforeSend(stored.message, situation, options_.quiet_hours);
  transaction.Write(lock_.CheckFence());
  switch (decision.kind) {
    case Decision::Kind::kSend:
      transaction.Write({sql::kClaim, db::Params()
                                          .Text(message.id)
                                          .Text(gateway)
                                          .Bytes(phone.hash)
                                          .Text(phone.masked)
                                          .Int(options_.claim_for.count())});
      break;
    case Decision::Kind::kHold:
      transaction.Write({sql::kHold, db::Params().Text(message.id).Time(decision.not_before)});
      break;
    case Decision::Kind::kEnd:
      WriteMove(transaction, stored, decision.end, {}, now, telling_);
      break;
  }
  MOTCUA_RETURN_IF_ERROR(transaction.Commit());
  return std::optional<Decision>(decision);
}

absl::Status PgSendQueue::SettleOnce(const Message& message, const Settlement& settlement,
                                     std::string_view reason, Instant now) {
  return pool_.Run(OwnCall(), "settle_message", [&](db::Transaction& transaction) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const StoredMessage stored, LockMessage(transaction, message.id));
    const MessageState state = stored.message.state;
    const bool claimed = state == MessageState::kClaimed;
    // Counted as unknown in the meantime, but now it is known that the gateway has it.
    const bool now_known =
        state == MessageState::kUnknown && settlement.state == MessageState::kHandedOff;
    if (stored.message.attempts == message.attempts && (claimed || now_known)) {
      const std::string_view kept =
          settlement.state == MessageState::kHandedOff ? std::string_view() : reason;
      WriteMove(transaction, stored, {settlement.state, kept}, settlement.next, now, telling_);
    }
    return absl::OkStatus();
  });
}

absl::Status PgSendQueue::Settle(const Message& message, const Settlement& settlement,
                                 std::string_view reason, Instant now) {
  // Retried, because without the gateway's answer the message stays unknown.
  const auto give_up = std::chrono::steady_clock::now() + options_.claim_for;
  runtime::Backoff backoff({.longest = std::chrono::milliseconds(2000)});
  while (true) {
    const absl::Status status = SettleOnce(message, settlement, reason, now);
    if (status.ok() || !IsRetryable(status) || std::chrono::steady_clock::now() >= give_up) {
      return status;
    }
    runtime::SleepUnlessStopped(backoff.Next(), {});
  }
}

absl::Status PgSendQueue::End(const Message& message, const Move& move, Instant now) {
  db::Transaction transaction(lock_.connection());
  MOTCUA_ASSIGN_OR_RETURN(const StoredMessage stored, LockMessage(transaction, message.id));
  if (stored.message.state != MessageState::kCreated) {
    return absl::OkStatus();
  }
  transaction.Write(lock_.CheckFence());
  WriteMove(transaction, stored, move, {}, now, telling_);
  return transaction.Commit();
}

absl::Status PgSendQueue::Defer(const Message& message, std::chrono::seconds wait) {
  return lock_.connection()
      .Execute({sql::kDefer, db::Params().Text(message.id).Int(wait.count())})
      .status();
}

absl::StatusOr<int> PgSendQueue::MoveAll(const db::Query& which, MessageState from,
                                         const Move& move, Instant now) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found, lock_.connection().Execute(which));
  for (const db::Row row : found) {
    const std::string id = row.Text("id");
    if (const absl::Status moved = MoveOne(id, from, move, now); !moved.ok()) {
      MOTCUA_RETURN_IF_ERROR(SetAside(id, moved));
    }
  }
  return static_cast<int>(found.size());
}

absl::Status PgSendQueue::MoveOne(const std::string& message_id, MessageState from,
                                  const Move& move, Instant now) {
  db::Transaction transaction(lock_.connection());
  MOTCUA_ASSIGN_OR_RETURN(const StoredMessage stored, LockMessage(transaction, message_id));
  if (stored.message.state != from) {
    return absl::OkStatus();  // a receipt or the gateway's late answer came in between
  }
  transaction.Write(lock_.CheckFence());
  WriteMove(transaction, stored, move, {}, now, telling_);
  return transaction.Commit();
}

absl::StatusOr<int> PgSendQueue::Sweep(Instant now) {
  MOTCUA_ASSIGN_OR_RETURN(
      const int lost,
      MoveAll(
          {sql::kLostClaims, db::Params().Int(options_.shard).Values(set_aside_.Ids()).Int(kSweep)},
          MessageState::kClaimed, {MessageState::kUnknown, kClaimLost}, now));
  const std::chrono::seconds within = kReceiptWithin;
  MOTCUA_ASSIGN_OR_RETURN(
      const int silent,
      MoveAll({sql::kWithoutReceipt, db::Params()
                                         .Int(options_.shard)
                                         .Int(within.count())
                                         .Values(set_aside_.Ids())
                                         .Int(kSweep)},
              MessageState::kHandedOff, {MessageState::kFailed, kNoReceipt}, now));
  return lost + silent;
}

}  // namespace motcua::notification

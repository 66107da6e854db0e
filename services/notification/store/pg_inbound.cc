#include "store/pg_inbound.h"

#include <chrono>
#include <optional>
#include <vector>

#include "motcua/base/sha256.h"
#include "motcua/base/status_macros.h"
#include "motcua/command/key.h"
#include "motcua/db/table.h"
#include "motcua/sms/phone.h"
#include "motcua/text/utf8.h"

#include "store/message_rows.h"
#include "store/sql.h"

namespace motcua::notification {
namespace {

// Longer than any text from a telephone; cut to keep rows small.
constexpr std::size_t kMaxText = 2000;
constexpr std::size_t kMaxPlain = 100;
constexpr int kPurgeBatch = 500;
// Business time, which may jump in a simulation; attempts end sooner (kTryFor).
constexpr std::chrono::hours kReplyHolds{24};
constexpr char kLimited[] = "limited";

// Replies belong to the service, so they do not wait behind messages of an agency.
constexpr char kRepliesTurn[] = "";

/// A row of `inbound` as it is stored first.
struct NewInbound {
  std::string id;
  std::string gateway;
  std::string gateway_message_id;
  /// Empty for what is not a Vietnamese mobile number, which gets no answer.
  std::string phone;
  PhoneTrace trace;
  std::string receiver;
  std::string text;
  std::string text_hash;
  InboundKind kind = InboundKind::kUnknown;
  std::string result;
  Instant received_at{};
  std::optional<Instant> done_at;
};

const db::Table<NewInbound>& NewInbounds() {
  using db::Field;
  using db::OrNull;
  using db::Type;
  static const db::Table<NewInbound> kNewInbounds(
      "inbound",
      {db::Key(Field("id", Type::kUuid, &NewInbound::id)), Field("gateway", &NewInbound::gateway),
       Field("gateway_message_id", &NewInbound::gateway_message_id),
       OrNull("phone", Type::kText, &NewInbound::phone),
       Field<NewInbound>(
           "phone_hash", Type::kBytea, [](auto& row) -> auto& { return row.trace.hash; }),
       Field<NewInbound>(
           "phone_masked", [](auto& row) -> auto& { return row.trace.masked; }),
       Field("receiver", &NewInbound::receiver), OrNull("text", Type::kText, &NewInbound::text),
       Field("text_hash", Type::kBytea, &NewInbound::text_hash), Field("kind", &NewInbound::kind),
       Field("result", &NewInbound::result), Field("received_at", &NewInbound::received_at),
       Field("done_at", &NewInbound::done_at)});
  return kNewInbounds;
}

std::string Minute(Instant now) {
  return std::to_string(std::chrono::floor<std::chrono::minutes>(now).time_since_epoch().count());
}

// A text that is not UTF-8 can't be stored unchanged and could not be understood.
std::string Storable(const std::string& text) {
  std::string kept = text;
  std::erase(kept, '\0');
  return text::IsUtf8(kept) ? text::CutToBytes(kept, kMaxText) : std::string();
}

// Numbers and ids are short and plain.
std::string Plain(const std::string& text) {
  std::string kept = text.substr(0, kMaxPlain);
  std::erase_if(kept, [](char c) { return c < ' ' || c > '~'; });
  return kept;
}

}  // namespace

absl::StatusOr<bool> PgInboundStore::Store(const CallContext& call, const ReceivedText& received,
                                           Instant now) {
  const absl::StatusOr<std::string> phone = sms::NormalisePhone(received.sender);
  const PhoneTrace trace = hasher_.TraceOf(phone.ok() ? *phone : Plain(received.sender));
  const std::string text = Storable(received.text);
  const InboundKind kind = ReadInbound(text).kind;
  const NewInbound inbound{
      .id = ids_.NewId(),
      .gateway = received.gateway,
      .gateway_message_id = received.gateway_message_id.empty()
                                ? Sha256Hex(received.sender + '\n' + received.receiver + '\n' +
                                            received.text + '\n' + Minute(now))
                                : Plain(received.gateway_message_id),
      .phone = phone.value_or(""),
      .trace = trace,
      .receiver = Plain(received.receiver),
      .text = text,
      .text_hash = hasher_.TraceOf(text).hash,
      .kind = kind,
      .result = phone.ok() ? "" : kLimited,
      .received_at = now,
      .done_at = phone.ok() ? std::nullopt : std::optional(now)};
  bool added = false;
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call, "store_inbound", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const db::Result inserted,
                                transaction.Read(NewInbounds().InsertNew(std::vector{inbound})));
        added = inserted.affected() == 1;
        if (added && phone.ok() && kind == InboundKind::kOptOut) {
          transaction.Write(
              {sql::kOptOut, db::Params().Bytes(trace.hash).Text(inbound.id).Time(now)});
        }
        if (added && phone.ok() && kind == InboundKind::kOptIn) {
          transaction.Write({sql::kOptIn, db::Params().Bytes(trace.hash)});
        }
        return absl::OkStatus();
      }));
  return added;
}

absl::StatusOr<int> PgInboundStore::Purge(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result purged,
                          lease->Execute({sql::kPurgeInbound, db::Params().Int(kPurgeBatch)}));
  return static_cast<int>(purged.affected());
}

absl::StatusOr<std::vector<Inbound>> PgInboundQueue::NextRound(int limit) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      lock_.connection().Execute(
          {sql::kNextInbound, db::Params().Int(limit).Values(set_aside_.Ids())}));
  std::vector<Inbound> round;
  if (found.empty()) {
    return round;  // runs five times a second, so the day's replies are counted only if there is
                   // work
  }
  MOTCUA_ASSIGN_OR_RETURN(const db::Result replies,
                          lock_.connection().Execute({sql::kRepliesToday, {}}));
  replies_today_ = static_cast<int>(replies.front().Int("replies"));
  for (const db::Row row : found) {
    round.push_back({.id = row.Text("id"),
                     .phone = row.Text("phone"),
                     .phone_hash = row.Bytes("phone_hash"),
                     .receiver = row.Text("receiver"),
                     .text = row.Text("text"),
                     .kind = static_cast<InboundKind>(row.Int("kind")),
                     .attempts = static_cast<int>(row.Int("attempts"))});
  }
  return round;
}

absl::StatusOr<SenderHistory> PgInboundQueue::ReadHistory(const Inbound& inbound) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      lock_.connection().Execute({sql::kSenderHistory, db::Params().Text(inbound.id)}));
  const db::Row row = found.front();
  return SenderHistory{.replies_last_minute = static_cast<int>(row.Int("last_minute")),
                       .replies_last_day = static_cast<int>(row.Int("last_day")),
                       .unknown_replies_last_day = static_cast<int>(row.Int("unknown")),
                       .repeated = row.Bool("repeated")};
}

absl::StatusOr<std::string> PgInboundQueue::FindInvitation(const std::string& phone_hash,
                                                           Instant since) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          lock_.connection().Execute(
                              {sql::kFindInvitation, db::Params().Bytes(phone_hash).Time(since)}));
  return found.empty() ? std::string() : found.front().Text("code");
}

absl::Status PgInboundQueue::Finish(const Inbound& inbound, const InboundAnswer& answer,
                                    Instant now) {
  db::Transaction transaction(lock_.connection());
  transaction.Write(lock_.CheckFence());
  transaction.Write({sql::kFinishInbound, db::Params()
                                              .Text(inbound.id)
                                              .Text(answer.result)
                                              .Text(answer.code)
                                              .Time(now)
                                              .Bool(!answer.text.empty())});
  if (!answer.text.empty()) {
    Message reply;
    reply.id = ids_.NewId();
    reply.inbound_id = inbound.id;
    reply.code = answer.code;
    reply.agency = kRepliesTurn;
    reply.text = answer.text;
    reply.urgent = true;  // a question asked at night is answered at night
    reply.obligatory = true;
    reply.created_at = now;
    reply.not_before = now;
    reply.valid_until = now + kReplyHolds;
    InsertMessage(transaction, reply);
  }
  MOTCUA_RETURN_IF_ERROR(transaction.Commit());
  replies_today_ += answer.text.empty() ? 0 : 1;
  return absl::OkStatus();
}

absl::Status PgInboundQueue::FinishLimited(const std::vector<std::string>& ids, Instant now) {
  db::Transaction transaction(lock_.connection());
  transaction.Write(lock_.CheckFence());
  transaction.Write(
      {sql::kFinishLimited, db::Params().Values(db::UuidArray(ids)).Text(kLimited).Time(now)});
  return transaction.Commit();
}

absl::Status PgInboundQueue::Defer(const Inbound& inbound, std::chrono::seconds wait) {
  return lock_.connection()
      .Execute({sql::kDeferInbound, db::Params().Text(inbound.id).Int(wait.count())})
      .status();
}

}  // namespace motcua::notification

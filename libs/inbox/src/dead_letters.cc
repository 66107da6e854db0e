#include "dead_letters.h"

#include <functional>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "envelope.h"

namespace motcua::inbox {
namespace {

using db::Params;
using db::Statement;

constexpr std::size_t kLongestKey = 512;
constexpr std::size_t kLongestMessage = 1000;

constexpr Statement kDelete{"dead_letter_delete",
                            "DELETE FROM dead_letters WHERE consumer = $1 AND event_id = $2"};
constexpr Statement kUpdate{"dead_letter_update", R"sql(
  UPDATE dead_letters SET reason = $3, message = $4, at = $5
  WHERE consumer = $1 AND event_id = $2
)sql"};
constexpr Statement kRead{"dead_letter_read", R"sql(
  SELECT topic, partition, message_offset, sequence, message_key, payload FROM dead_letters
  WHERE consumer = $1 AND event_id = $2 FOR UPDATE
)sql"};
constexpr Statement kReadHeaders{"dead_letter_headers_read", R"sql(
  SELECT name, value FROM dead_letter_headers
  WHERE consumer = $1 AND event_id = $2 ORDER BY position
)sql"};

// Errors without a reason get one that operators can search for.
std::string ReasonOf(const absl::Status& why) {
  const std::string reason = Reason(why);
  return reason.empty() ? absl::StatusCodeToString(why.code()) : reason;
}

struct HeaderRow {
  std::string consumer;
  std::string event_id;
  int position = 0;
  std::string name;
  std::string value;
};

const db::Table<HeaderRow>& Headers() {
  using db::Field;
  using db::Fixed;
  using db::Key;
  using db::Type;
  static const db::Table<HeaderRow> kHeaders(
      "dead_letter_headers",
      {Key(Field("consumer", &HeaderRow::consumer)), Key(Field("event_id", &HeaderRow::event_id)),
       Key(Field("position", &HeaderRow::position)),
       Fixed(Field("name", Type::kBytea, &HeaderRow::name)),
       Fixed(Field("value", Type::kBytea, &HeaderRow::value))});
  return kHeaders;
}

template <typename Value>
db::Column<DeadLetterRow> OfLetter(const char* name, Value DeadLetter::*member) {
  return db::Fixed(db::Field<DeadLetterRow>(
      name, [member](auto& row) -> auto& { return row.letter.*member; }));
}

db::Column<DeadLetterRow> Written(const char* name, db::Type type,
                                  std::function<void(const DeadLetterRow&, db::Array&)> put) {
  return db::Fixed(db::Derived<DeadLetterRow>(name, type, std::move(put)));
}

void Write(db::Transaction& transaction, const std::string& consumer, const outbox::Event& event,
           const kafka::Message& message, const absl::Status& why, Instant at) {
  const std::vector<DeadLetterRow> row = {
      {.letter = {.consumer = consumer,
                  .topic = message.topic,
                  .reason = AsText(ReasonOf(why), kLongestKey),
                  .message = AsText(motcua::Message(why), kLongestMessage),
                  .at = at,
                  .event_id = event.event_id,
                  .type = event.type,
                  .key = event.key,
                  .sequence = event.sequence},
       .message = &message,
       .epoch = event.epoch}};
  transaction.Write(DeadLetters().Upsert(row));
  std::vector<HeaderRow> headers;
  for (const auto& [name, value] : message.headers) {
    headers.push_back({consumer, event.event_id, static_cast<int>(headers.size()), name, value});
  }
  if (!headers.empty()) {
    transaction.Write(Headers().Upsert(headers));
  }
}

}  // namespace

const db::Table<DeadLetterRow>& DeadLetters() {
  using db::Array;
  using db::Key;
  using db::Type;
  static const db::Table<DeadLetterRow> kDeadLetters(
      "dead_letters",
      {Key(OfLetter("consumer", &DeadLetter::consumer)),
       Key(OfLetter("event_id", &DeadLetter::event_id)), OfLetter("topic", &DeadLetter::topic),
       OfLetter("key", &DeadLetter::key), OfLetter("sequence", &DeadLetter::sequence),
       OfLetter("type", &DeadLetter::type), OfLetter("reason", &DeadLetter::reason),
       OfLetter("message", &DeadLetter::message), OfLetter("at", &DeadLetter::at),
       Written("epoch", Type::kInteger,
               [](const DeadLetterRow& row, Array& out) { out.Int(row.epoch); }),
       Written("partition", Type::kInteger,
               [](const DeadLetterRow& row, Array& out) { out.Int(row.message->partition); }),
       Written("message_offset", Type::kBigint,
               [](const DeadLetterRow& row, Array& out) { out.Int(row.message->offset); }),
       Written("message_key", Type::kBytea,
               [](const DeadLetterRow& row, Array& out) { out.Bytes(row.message->key); }),
       Written("payload", Type::kBytea,
               [](const DeadLetterRow& row, Array& out) { out.Bytes(row.message->value); })});
  return kDeadLetters;
}

void WriteDeadLetter(db::Transaction& transaction, const std::string& consumer,
                     const outbox::Event& event, const kafka::Message& message,
                     const absl::Status& why, Instant at) {
  Write(transaction, consumer, event, message, why, at);
}

void WriteUnreadable(db::Transaction& transaction, const std::string& consumer,
                     const kafka::Message& message, const absl::Status& why, Instant at) {
  outbox::Event event;
  event.event_id = message.topic + "/" + std::to_string(message.partition) + "/" +
                   std::to_string(message.offset);
  event.key = AsText(message.key, kLongestKey);
  event.type = AsText(kafka::Header(message, "ce_type"), kLongestKey);
  event.epoch = 0;
  event.sequence = 0;
  Write(transaction, consumer, event, message, why, at);
}

void DeleteDeadLetter(db::Transaction& transaction, const std::string& consumer,
                      const std::string& event_id) {
  transaction.Write({kDelete, Params().Text(consumer).Text(event_id)});
}

void UpdateDeadLetter(db::Transaction& transaction, const std::string& consumer,
                      const std::string& event_id, const absl::Status& why, Instant at) {
  transaction.Write({kUpdate, Params()
                                  .Text(consumer)
                                  .Text(event_id)
                                  .Text(AsText(ReasonOf(why), kLongestKey))
                                  .Text(AsText(motcua::Message(why), kLongestMessage))
                                  .Time(at)});
}

absl::StatusOr<StoredLetter> ReadDeadLetter(db::Transaction& transaction,
                                            const std::string& consumer,
                                            const std::string& event_id) {
  const Params where = Params().Text(consumer).Text(event_id);
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          transaction.ReadAll({{kRead, where}, {kReadHeaders, where}}));
  if (results[0].empty()) {
    return Error(absl::StatusCode::kNotFound, "DEAD_LETTER_UNKNOWN",
                 "no dead letter with this event id", {{"event_id", event_id}});
  }
  const db::Row row = results[0].front();
  StoredLetter letter;
  letter.message.topic = row.Text("topic");
  letter.message.partition = static_cast<std::int32_t>(row.Int("partition"));
  letter.message.offset = row.Int("message_offset");
  letter.sequence = row.Int("sequence");
  letter.message.key = row.Bytes("message_key");
  letter.message.value = row.Bytes("payload");
  for (const db::Row header : results[1]) {
    letter.message.headers.emplace_back(header.Bytes("name"), header.Bytes("value"));
  }
  return letter;
}

}  // namespace motcua::inbox

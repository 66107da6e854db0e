#include "dead_letters.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "envelope.h"

namespace motcua::inbox {
namespace {

using db::Params;
using db::Statement;

constexpr std::size_t kLongestKey = 512;
constexpr std::size_t kLongestMessage = 1000;

constexpr Statement kWrite{"dead_letter_write", R"sql(
  INSERT INTO dead_letters (consumer, event_id, topic, partition, message_offset, key, epoch,
    sequence, type, reason, message, at, message_key, payload)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING
)sql"};
constexpr Statement kWriteHeader{"dead_letter_header_write", R"sql(
  INSERT INTO dead_letter_headers (consumer, event_id, position, name, value)
  VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
)sql"};
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

void Write(db::Transaction& transaction, const std::string& consumer, const outbox::Event& event,
           const kafka::Message& message, const absl::Status& why, Instant at) {
  transaction.Write({kWrite, Params()
                                 .Text(consumer)
                                 .Text(event.event_id)
                                 .Text(message.topic)
                                 .Int(message.partition)
                                 .Int(message.offset)
                                 .Text(event.key)
                                 .Int(event.epoch)
                                 .Int(event.sequence)
                                 .Text(event.type)
                                 .Text(AsText(ReasonOf(why), kLongestKey))
                                 .Text(AsText(motcua::Message(why), kLongestMessage))
                                 .Time(at)
                                 .Bytes(message.key)
                                 .Bytes(message.value)});
  std::int64_t position = 0;
  for (const auto& [name, value] : message.headers) {
    transaction.Write(
        {kWriteHeader,
         Params().Text(consumer).Text(event.event_id).Int(position++).Bytes(name).Bytes(value)});
  }
}

}  // namespace

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

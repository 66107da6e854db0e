// Reads dead letters and publishes them to their topic.

#include <chrono>
#include <utility>

#include "motcua/base/status_macros.h"

#include "dead_letters.h"

namespace motcua::inbox {
namespace {

using db::Params;
using db::Statement;

constexpr std::chrono::seconds kSendLimit{10};
constexpr char kLeftOut[] = "dlq_left_out";

constexpr Statement kUnpublished{"dead_letters_unpublished", R"sql(
  SELECT consumer, event_id, reason, message FROM dead_letters
  WHERE NOT published ORDER BY at, event_id LIMIT $1
)sql"};
constexpr Statement kPublished{
    "dead_letter_published",
    "UPDATE dead_letters SET published = true WHERE consumer = $1 AND event_id = $2"};

// Letters not yet sent to their topic: (consumer, event id) and the message to send.
struct Unpublished {
  std::vector<std::pair<std::string, std::string>> ids;
  std::vector<kafka::Message> messages;
};

// Makes a message fit into the topic: drops its value, then its own headers, then its key. A header
// says what was left out; the table has all of it.
void Reduce(kafka::Message& message, const kafka::Headers& of_letter) {
  if (kafka::SizeBound(message) <= kafka::kLargestMessage) {
    return;
  }
  std::string left_out = "value";
  message.value.clear();
  message.headers.emplace_back(kLeftOut, left_out);
  if (kafka::SizeBound(message) > kafka::kLargestMessage) {
    left_out += " headers";
    message.headers = of_letter;
    message.headers.emplace_back(kLeftOut, left_out);
  }
  if (kafka::SizeBound(message) > kafka::kLargestMessage) {
    message.key.clear();
    message.headers.back().second = left_out + " key";
  }
}

absl::Status ReadUnpublished(db::Transaction& transaction, int limit, Unpublished& letters) {
  letters = {};
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          transaction.Read({kUnpublished, Params().Int(limit)}));
  for (const db::Row row : rows) {
    const std::string consumer = row.Text("consumer");
    const std::string event_id = row.Text("event_id");
    absl::StatusOr<StoredLetter> letter = ReadDeadLetter(transaction, consumer, event_id);
    if (letter.status().code() == absl::StatusCode::kNotFound) {
      continue;  // redriven in the meantime
    }
    MOTCUA_RETURN_IF_ERROR(letter.status());
    kafka::Message message = std::move(letter->message);
    const kafka::Headers of_letter = {{"dlq_consumer", consumer},
                                      {"dlq_reason", row.Text("reason")},
                                      {"dlq_message", row.Text("message")},
                                      {"dlq_partition", std::to_string(message.partition)},
                                      {"dlq_offset", std::to_string(message.offset)}};
    message.headers.insert(message.headers.end(), of_letter.begin(), of_letter.end());
    Reduce(message, of_letter);
    message.topic += ".dlq." + consumer;
    letters.ids.emplace_back(consumer, event_id);
    letters.messages.push_back(std::move(message));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<DeadLetter>> ListDeadLetters(
    db::Pool& pool, const CallContext& call, const std::string& consumer,
    const std::optional<DeadLetterPosition>& after, int limit) {
  static const db::MadeStatement kList = DeadLetters().Select(
      "dead_letters_list",
      "WHERE ($1 = '' OR consumer = $1)"
      " AND ($2::timestamptz IS NULL OR (at, event_id, consumer) > ($2, $3, $4))"
      " ORDER BY at, event_id, consumer LIMIT $5");
  const DeadLetterPosition from = after.value_or(DeadLetterPosition{});
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      connection->Execute(
          {kList, Params()
                      .Text(consumer)
                      .OptionalTime(after.has_value() ? std::optional(from.at) : std::nullopt)
                      .Text(from.event_id)
                      .Text(from.consumer)
                      .Int(limit)}));
  std::vector<DeadLetter> letters;
  for (DeadLetterRow& row : DeadLetters().ReadAll(rows)) {
    letters.push_back(std::move(row.letter));
  }
  return letters;
}

absl::StatusOr<int> PublishDeadLetters(db::Pool& pool, const CallContext& call,
                                       kafka::Producer& producer, int limit) {
  Unpublished letters;
  MOTCUA_RETURN_IF_ERROR(pool.Run(
      call, "inbox.read_unpublished",
      [&](db::Transaction& transaction) { return ReadUnpublished(transaction, limit, letters); }));
  if (letters.messages.empty()) {
    return 0;
  }
  const kafka::Producer::Outcome outcome = producer.SendAll(letters.messages, kSendLimit);
  MOTCUA_RETURN_IF_ERROR(pool.Run(call, "inbox.mark_published", [&](db::Transaction& transaction) {
    for (std::size_t i = 0; i < outcome.acknowledged; ++i) {
      transaction.Write(
          {kPublished, Params().Text(letters.ids[i].first).Text(letters.ids[i].second)});
    }
    return absl::OkStatus();
  }));
  MOTCUA_RETURN_IF_ERROR(outcome.error);
  return static_cast<int>(outcome.acknowledged);
}

}  // namespace motcua::inbox

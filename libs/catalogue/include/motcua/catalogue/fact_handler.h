#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/status_macros.h"
#include "motcua/catalogue/fact_table.h"
#include "motcua/inbox/inbox.h"

namespace motcua::catalogue {

/// Turns one type of event into a row. Made by `Take`, or by the functions of facts.h.
struct Projection {
  std::string type;
  std::function<absl::StatusOr<db::Query>(const outbox::Event&)> write;
};

/// INVALID_ARGUMENT / EVENT_UNREADABLE.
absl::Status EventUnreadable();

/// Stores events of type `Message` in a table. `row` makes a `Row` or an `absl::StatusOr<Row>` of a
/// `const Message&`, without epoch and sequence. `table` must outlive the projection.
template <typename Message, typename Row, typename Read>
Projection Take(const db::Table<Row>& table, Read row) {
  return {Message::descriptor()->full_name(),
          [&table, row](const outbox::Event& event) -> absl::StatusOr<db::Query> {
            Message message;
            if (!message.ParseFromString(event.payload)) {
              return EventUnreadable();
            }
            MOTCUA_ASSIGN_OR_RETURN(Row fact, absl::StatusOr<Row>(row(message)));
            if (fact.key.empty()) {
              return EventUnreadable();
            }
            fact.epoch = event.epoch;
            fact.sequence = event.sequence;
            return table.Upsert(std::array{std::move(fact)});
          }};
}

/// Projects the facts of compacted topics that a service needs, in any order of arrival: of each
/// fact, the event with the greatest (epoch, sequence) is kept. The other types of those topics are
/// known and skipped. Thread-safe.
///
/// INVALID_ARGUMENT / EVENT_UNREADABLE (does not match its type, or its key is empty) and refusals
/// of the projections are permanent: a dead letter.
class FactHandler final : public inbox::EventHandler {
 public:
  /// `then` is run after each fact, in its transaction, for example to raise the rules' version.
  explicit FactHandler(std::vector<Projection> projections,
                       std::optional<db::Statement> then = std::nullopt)
      : projections_(std::move(projections)), then_(then) {}

  bool Handles(const std::string& type) const override;
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;

 private:
  const std::vector<Projection> projections_;
  const std::optional<db::Statement> then_;
};

}  // namespace motcua::catalogue

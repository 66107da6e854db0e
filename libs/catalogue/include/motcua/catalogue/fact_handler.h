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

/// What becomes of one type of event: a row. Made by `Take`, or by those of facts.h.
struct Projection {
  std::string type;
  std::function<absl::StatusOr<db::Query>(const outbox::Event&)> write;
};

/// INVALID_ARGUMENT / EVENT_UNREADABLE.
absl::Status EventUnreadable();

/// Events of type `Message` into a table; `row` is `Row` or `absl::StatusOr<Row>` of a
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

/// Takes the facts of compacted topics that a service projects, in whatever order they come: of
/// each the greatest (epoch, sequence) stays. The other facts of those topics are known types of
/// which nothing becomes. Thread-safe.
///
/// INVALID_ARGUMENT / EVENT_UNREADABLE (not of its type, or without a name) and what the
/// projections refuse: permanent, a dead letter.
class FactHandler final : public inbox::EventHandler {
 public:
  /// `then` follows each fact in its transaction, such as raising the version of the rules.
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

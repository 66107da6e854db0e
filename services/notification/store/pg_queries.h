#pragma once

#include <optional>
#include <string>
#include <vector>

#include "motcua/db/pool.h"

#include "domain/inbound_command.h"
#include "domain/message.h"

namespace motcua::notification {

struct MessageRow {
  Message message;
  std::string gateway;
  std::string phone_masked;
  std::optional<Instant> handed_off_at;
  std::optional<Instant> ended_at;
};

/// One message by its id, for ReadMessageRow.
db::Query FindMessageQuery(const std::string& id);
MessageRow ReadMessageRow(const db::Row& row);

struct InboundRow {
  std::string id;
  std::string phone_masked;
  Instant received_at{};
  InboundKind kind = InboundKind::kUnknown;
  std::string result;
  std::string code;
};

struct CountRow {
  Moment moment = Moment::kReply;
  std::string gateway;
  MessageState state = MessageState::kCreated;
  std::int64_t messages = 0;
  std::int64_t parts = 0;
};

/// Queries of operators. Newest first; ids are in the order of creation. Thread-safe.
class PgQueries {
 public:
  explicit PgQueries(db::Pool& pool) : pool_(pool) {}

  /// `dossier`: printed code or id, empty for all; `state` 0 for all; `before`: id of the last row
  /// of the page before, or empty.
  absl::StatusOr<std::vector<MessageRow>> ListMessages(const CallContext& call,
                                                       const std::string& dossier, int state,
                                                       const std::string& before, int limit);
  absl::StatusOr<std::vector<InboundRow>> ListInbound(const CallContext& call,
                                                      const std::string& before, int limit);
  absl::StatusOr<std::vector<CountRow>> CountMessages(const CallContext& call, Instant from,
                                                      Instant to);
  struct InboundCount {
    std::int64_t received = 0;
    std::int64_t answered = 0;
  };
  absl::StatusOr<InboundCount> CountInbound(const CallContext& call, Instant from, Instant to);

  struct Gauges {
    std::int64_t waiting = 0;
    /// Unknown for longer than kUnknownToOperator.
    std::int64_t unknown = 0;
    std::int64_t inbound_waiting = 0;
  };
  absl::StatusOr<Gauges> ReadGauges(const CallContext& call);

 private:
  absl::StatusOr<db::Result> Read(const CallContext& call, const db::Query& query);
  db::Pool& pool_;
};

}  // namespace motcua::notification

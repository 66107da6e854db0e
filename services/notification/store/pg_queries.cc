#include "store/pg_queries.h"

#include "motcua/base/status_macros.h"

#include "domain/delivery_rules.h"
#include "store/message_rows.h"
#include "store/sql.h"

namespace motcua::notification {

MessageRow ReadMessageRow(const db::Result& found, std::size_t row) {
  return {.message = ReadMessage(found, row),
          .gateway = std::string(found.Text(row, 20)),
          .phone_masked = std::string(found.Text(row, 21)),
          .handed_off_at = found.OptionalTime(row, 22),
          .ended_at = found.OptionalTime(row, 23)};
}

absl::StatusOr<db::Result> PgQueries::Read(const CallContext& call, const db::Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  return lease->Execute(query);
}

absl::StatusOr<std::vector<MessageRow>> PgQueries::ListMessages(const CallContext& call,
                                                                const std::string& dossier,
                                                                int state,
                                                                const std::string& before,
                                                                int limit) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      Read(call,
           {sql::kListMessages, db::Params().Text(dossier).Int(state).Text(before).Int(limit)}));
  std::vector<MessageRow> rows;
  for (std::size_t row = 0; row < found.size(); ++row) {
    rows.push_back(ReadMessageRow(found, row));
  }
  return rows;
}

absl::StatusOr<std::optional<MessageRow>> PgQueries::FindMessage(const CallContext& call,
                                                                 const std::string& id) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          Read(call, {sql::kFindMessage, db::Params().Text(id)}));
  return found.empty() ? std::optional<MessageRow>() : ReadMessageRow(found, 0);
}

absl::StatusOr<std::vector<InboundRow>> PgQueries::ListInbound(const CallContext& call,
                                                               const std::string& before,
                                                               int limit) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          Read(call, {sql::kListInbound, db::Params().Text(before).Int(limit)}));
  std::vector<InboundRow> rows;
  for (std::size_t row = 0; row < found.size(); ++row) {
    rows.push_back({.id = std::string(found.Text(row, 0)),
                    .phone_masked = std::string(found.Text(row, 1)),
                    .received_at = found.Time(row, 2),
                    .kind = static_cast<InboundKind>(found.Int(row, 3)),
                    .result = std::string(found.Text(row, 4)),
                    .code = std::string(found.Text(row, 5))});
  }
  return rows;
}

absl::StatusOr<std::vector<CountRow>> PgQueries::CountMessages(const CallContext& call,
                                                               Instant from, Instant to) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          Read(call, {sql::kCountMessages, db::Params().Time(from).Time(to)}));
  std::vector<CountRow> rows;
  for (std::size_t row = 0; row < found.size(); ++row) {
    rows.push_back({.moment = static_cast<Moment>(found.Int(row, 0)),
                    .gateway = std::string(found.Text(row, 1)),
                    .state = static_cast<MessageState>(found.Int(row, 2)),
                    .messages = found.Int(row, 3),
                    .parts = found.Int(row, 4)});
  }
  return rows;
}

absl::StatusOr<PgQueries::InboundCount> PgQueries::CountInbound(const CallContext& call,
                                                                Instant from, Instant to) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          Read(call, {sql::kCountInbound, db::Params().Time(from).Time(to)}));
  return InboundCount{.received = found.Int(0, 0), .answered = found.Int(0, 1)};
}

absl::StatusOr<PgQueries::Gauges> PgQueries::ReadGauges(const CallContext& call) {
  const std::chrono::seconds old = kUnknownToOperator;
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          Read(call, {sql::kGauges, db::Params().Int(old.count())}));
  return Gauges{
      .waiting = found.Int(0, 0), .unknown = found.Int(0, 1), .inbound_waiting = found.Int(0, 2)};
}

}  // namespace motcua::notification

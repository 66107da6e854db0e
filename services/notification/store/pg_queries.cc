#include "store/pg_queries.h"

#include "motcua/base/status_macros.h"
#include "motcua/db/table.h"

#include "domain/delivery_rules.h"
#include "store/message_rows.h"
#include "store/sql.h"

namespace motcua::notification {
namespace {

// The columns that ReadMessageRow reads.
std::string RowColumns() {
  return MessageColumns() + ", gateway, phone_masked, handed_off_at, ended_at";
}

}  // namespace

db::Query FindMessageQuery(const std::string& id) {
  static const db::MadeStatement kFind{"find_message",
                                       "SELECT " + RowColumns() + " FROM messages WHERE id = $1"};
  return {.statement = kFind, .params = db::Params().Text(id)};
}

MessageRow ReadMessageRow(const db::Row& row) {
  return {.message = ReadMessage(row),
          .gateway = row.Text("gateway"),
          .phone_masked = row.Text("phone_masked"),
          .handed_off_at = row.OptionalTime("handed_off_at"),
          .ended_at = row.OptionalTime("ended_at")};
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
  static const db::MadeStatement kList{"list_messages", "SELECT " + RowColumns() + R"sql(
  FROM messages
  WHERE ($1 = '' OR code = $1 OR dossier_id::text = $1) AND ($2 = 0 OR state = $2)
    AND ($3 = '' OR id < nullif($3, '')::uuid)
  ORDER BY id DESC LIMIT $4
)sql"};
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      Read(call, {kList, db::Params().Text(dossier).Int(state).Text(before).Int(limit)}));
  std::vector<MessageRow> rows;
  for (const db::Row row : found) {
    rows.push_back(ReadMessageRow(row));
  }
  return rows;
}

absl::StatusOr<std::vector<InboundRow>> PgQueries::ListInbound(const CallContext& call,
                                                               const std::string& before,
                                                               int limit) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          Read(call, {sql::kListInbound, db::Params().Text(before).Int(limit)}));
  std::vector<InboundRow> rows;
  for (const db::Row row : found) {
    rows.push_back({.id = row.Text("id"),
                    .phone_masked = row.Text("phone_masked"),
                    .received_at = row.Time("received_at"),
                    .kind = static_cast<InboundKind>(row.Int("kind")),
                    .result = row.Text("result"),
                    .code = row.Text("code")});
  }
  return rows;
}

absl::StatusOr<std::vector<CountRow>> PgQueries::CountMessages(const CallContext& call,
                                                               Instant from, Instant to) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          Read(call, {sql::kCountMessages, db::Params().Time(from).Time(to)}));
  std::vector<CountRow> rows;
  for (const db::Row row : found) {
    rows.push_back({.moment = static_cast<Moment>(row.Int("moment")),
                    .gateway = row.Text("gateway"),
                    .state = static_cast<MessageState>(row.Int("state")),
                    .messages = row.Int("messages"),
                    .parts = row.Int("parts")});
  }
  return rows;
}

absl::StatusOr<PgQueries::InboundCount> PgQueries::CountInbound(const CallContext& call,
                                                                Instant from, Instant to) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          Read(call, {sql::kCountInbound, db::Params().Time(from).Time(to)}));
  const db::Row row = found.front();
  return InboundCount{.received = row.Int("received"), .answered = row.Int("answered")};
}

absl::StatusOr<PgQueries::Gauges> PgQueries::ReadGauges(const CallContext& call) {
  const std::chrono::seconds old = kUnknownToOperator;
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found,
                          Read(call, {sql::kGauges, db::Params().Int(old.count())}));
  const db::Row row = found.front();
  return Gauges{.waiting = row.Int("waiting"),
                .unknown = row.Int("unknown"),
                .inbound_waiting = row.Int("inbound_waiting")};
}

}  // namespace motcua::notification

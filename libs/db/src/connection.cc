#include "motcua/db/connection.h"

#include <cstring>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "wire.h"

namespace motcua::db {
namespace {

bool IsPreparable(const Statement& statement) {
  return statement.name != nullptr && *statement.name != '\0';
}

std::string_view NameOf(const Statement& statement) {
  return IsPreparable(statement) ? std::string_view(statement.name) : "unnamed";
}

}  // namespace

// A sent item for which the server will return one result.
struct Connection::Sent {
  const Statement* statement;
  bool prepare;
};

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Options& options) {
  MOTCUA_ASSIGN_OR_RETURN(std::unique_ptr<Wire> wire, Wire::Open(options));
  return std::unique_ptr<Connection>(new Connection(std::move(wire)));
}

Connection::Connection(std::unique_ptr<Wire> wire) : wire_(std::move(wire)) {}

Connection::~Connection() = default;

bool Connection::alive() const {
  return wire_->alive();
}

bool Connection::in_transaction() const {
  return wire_->in_transaction();
}

absl::StatusOr<Result> Connection::Execute(const Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(std::vector<Result> results, ExecuteAll({query}));
  return std::move(results.front());
}

absl::StatusOr<std::vector<Result>> Connection::ExecuteAll(const std::vector<Query>& queries) {
  std::vector<Result> results;
  if (queries.empty()) {
    return results;
  }
  // Checked before anything is sent: a refusal must not leave a half-sent pipeline.
  for (const Query& query : queries) {
    MOTCUA_RETURN_IF_ERROR(Check(query));
  }
  if (!alive()) {
    return Error(absl::StatusCode::kUnavailable, "DATABASE_DOWN", "the session has ended");
  }
  std::vector<Sent> sent;
  MOTCUA_RETURN_IF_ERROR(Send(queries, sent));
  ++round_trips_;
  MOTCUA_RETURN_IF_ERROR(Receive(sent, results));
  return results;
}

absl::Status Connection::Script(const std::string& sql) {
  if (!alive()) {
    return Error(absl::StatusCode::kUnavailable, "DATABASE_DOWN", "the session has ended");
  }
  ++round_trips_;
  return wire_->Script(sql);
}

absl::Status Connection::Check(const Query& query) const {
  for (const Params::Value& value : query.params.values()) {
    if (value.refused) {
      return Error(absl::StatusCode::kInvalidArgument, "TEXT_INVALID",
                   "a text contains a NUL character, or an id is not a UUID",
                   {{"statement", NameOf(query.statement)}});
    }
  }
  if (IsPreparable(query.statement)) {
    const auto known = prepared_.find(std::string_view(query.statement.name));
    if (known != prepared_.end() && known->second != query.statement.sql) {
      return Error(absl::StatusCode::kInternal, "DATABASE_ERROR",
                   "two SQL texts have the same statement name",
                   {{"statement", query.statement.name}});
    }
  }
  return absl::OkStatus();
}

absl::Status Connection::Send(const std::vector<Query>& queries, std::vector<Sent>& sent) {
  std::map<std::string_view, std::string_view> preparing;
  for (const Query& query : queries) {
    const Statement& statement = query.statement;
    const bool preparable = IsPreparable(statement);
    if (preparable && prepared_.find(std::string_view(statement.name)) == prepared_.end() &&
        preparing.emplace(statement.name, statement.sql).second) {
      MOTCUA_RETURN_IF_ERROR(wire_->SendPrepare(statement));
      sent.push_back({.statement = &statement, .prepare = true});
    }
    MOTCUA_RETURN_IF_ERROR(wire_->SendExecute(query, preparable));
    sent.push_back({.statement = &statement, .prepare = false});
  }
  return wire_->SendSync(queries.size());
}

absl::Status Connection::Receive(const std::vector<Sent>& sent, std::vector<Result>& results) {
  absl::Status first;
  for (const Sent& expected : sent) {
    MOTCUA_ASSIGN_OR_RETURN(ResultPtr answer, wire_->Receive());
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status == PGRES_PIPELINE_ABORTED) {
      continue;  // not run, because an earlier one failed
    }
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      const absl::Status failure = wire_->Failure(*answer, NameOf(*expected.statement));
      if (!alive()) {
        return failure;
      }
      if (first.ok()) {
        first = failure;
      }
      continue;
    }
    if (expected.prepare) {
      prepared_.emplace(expected.statement->name, expected.statement->sql);
      continue;
    }
    results.emplace_back(std::shared_ptr<const pg_result>(std::move(answer)));
  }
  MOTCUA_ASSIGN_OR_RETURN(const ResultPtr sync, wire_->Receive());
  static_cast<void>(sync);
  return first;
}

}  // namespace motcua::db

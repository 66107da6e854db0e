#include "motcua/db/transaction.h"

#include <iterator>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/failpoint.h"
#include "motcua/base/status_macros.h"

namespace motcua::db {
namespace {

constexpr Statement kBegin{"motcua_begin", "BEGIN ISOLATION LEVEL READ COMMITTED"};
constexpr Statement kCommit{"motcua_commit", "COMMIT"};
constexpr Statement kRollback{"motcua_rollback", "ROLLBACK"};

absl::Status AlreadyEnded() {
  return Error(absl::StatusCode::kInternal, "TRANSACTION_ENDED",
               "the transaction has already ended");
}

}  // namespace

Transaction::~Transaction() {
  if (!ended_) {
    Rollback();
  }
}

absl::StatusOr<Result> Transaction::Read(const Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(std::vector<Result> results, ReadAll({query}));
  return std::move(results.front());
}

absl::StatusOr<std::vector<Result>> Transaction::ReadAll(std::vector<Query> queries) {
  const std::size_t reads = queries.size();
  MOTCUA_ASSIGN_OR_RETURN(std::vector<Result> results, Send(std::move(queries)));
  results.erase(results.begin(), std::prev(results.end(), static_cast<std::ptrdiff_t>(reads)));
  return results;
}

void Transaction::Write(Query query) {
  queued_.push_back(std::move(query));
}

void Transaction::AfterCommit(std::function<void()> hook) {
  hooks_.push_back(std::move(hook));
}

absl::Status Transaction::Commit() {
  if (ended_) {
    return failed_.ok() ? AlreadyEnded() : failed_;
  }
  if (failed_.ok() && (begun_ || !queued_.empty())) {
    MOTCUA_FAILPOINT("db.before_commit");
    const bool reachable = connection_.alive();
    const absl::Status committed = Send({{.statement = kCommit, .params = {}}}).status();
    if (!committed.ok() && reachable && Reason(committed) == "DATABASE_DOWN") {
      failed_ = Error(absl::StatusCode::kUnavailable, "COMMIT_UNKNOWN",
                      "the connection was lost during COMMIT; the outcome is unknown");
    }
    if (committed.ok()) {
      MOTCUA_FAILPOINT("db.after_commit");
    }
  }
  if (!failed_.ok()) {
    // Also after a failed read that the caller overlooked: the server would answer COMMIT with
    // ROLLBACK and no error.
    Rollback();
    return failed_;
  }
  ended_ = true;
  for (const std::function<void()>& hook : hooks_) {
    hook();
  }
  return absl::OkStatus();
}

// Statements that must be sent before `queries` are sent together with them.
absl::StatusOr<std::vector<Result>> Transaction::Send(std::vector<Query> queries) {
  if (!failed_.ok()) {
    return failed_;
  }
  if (ended_) {
    return AlreadyEnded();
  }
  std::vector<Query> batch;
  if (!begun_) {
    batch.push_back({.statement = kBegin, .params = {}});
  }
  batch.insert(batch.end(), std::make_move_iterator(queued_.begin()),
               std::make_move_iterator(queued_.end()));
  queued_.clear();
  batch.insert(batch.end(), std::make_move_iterator(queries.begin()),
               std::make_move_iterator(queries.end()));
  begun_ = true;
  absl::StatusOr<std::vector<Result>> results = connection_.ExecuteAll(batch);
  failed_ = results.status();
  return results;
}

void Transaction::Rollback() {
  ended_ = true;
  if (begun_ && connection_.alive() && connection_.in_transaction()) {
    // If this fails, the connection is dead or still in the transaction, and its pool closes it.
    connection_.Execute({.statement = kRollback, .params = {}}).status().IgnoreError();
  }
}

}  // namespace motcua::db

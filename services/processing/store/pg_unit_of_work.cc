#include "store/pg_unit_of_work.h"

#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/command/answers.h"
#include "motcua/command/audit.h"
#include "motcua/outbox/event_log.h"

#include "messaging/dossier_events.h"
#include "store/dossier_rows.h"
#include "store/sql.h"

namespace motcua::processing {
namespace {

command::Key ToRecord(const CommandKey& key) {
  return {
      .caller = key.caller, .method = key.method, .key = key.key, .request_hash = key.request_hash};
}

class PgSession final : public Session {
 public:
  PgSession(db::Transaction& transaction, const CallContext& call, std::string_view method,
            IdGenerator& ids, int epoch, const std::function<void()>& on_commit)
      : transaction_(transaction),
        call_(call),
        method_(method),
        ids_(ids),
        epoch_(epoch),
        on_commit_(on_commit) {}

  absl::StatusOr<Opened> Open(const CommandKey& command, const std::string& dossier) override {
    // The lock comes first: a call that waited for it then sees the answer of the one it waited
    // for, so that concurrent calls with one key all get the same answer.
    std::vector<db::Query> queries = DossierQueries(dossier, true);
    queries.push_back(command::FindAnswer(ToRecord(command)));
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                            transaction_.ReadAll(std::move(queries)));
    Opened opened;
    if (auto answer = command::ReadAnswer(results[kDossierQueries]); answer.has_value()) {
      opened.answer =
          StoredAnswer{.request_hash = answer->request_hash, .response = answer->response};
      return opened;
    }
    MOTCUA_ASSIGN_OR_RETURN(opened.dossier, ReadDossier(results.data()));
    return opened;
  }

  absl::Status Save(const Dossier& before, const Dossier& after, const Change& change) override {
    const std::string event_id = ids_.NewId();
    UpdateDossier(transaction_, before, after);
    if (change.deadline.has_value()) {
      const DeadlineChange& deadline = *change.deadline;
      transaction_.Write({sql::kInsertDeadline, db::Params()
                                                    .Text(after.id)
                                                    .Int(after.sequence)
                                                    .Time(after.last_occurred_at)
                                                    .Text(ToString(deadline.cause))
                                                    .OptionalTime(deadline.due_before)
                                                    .OptionalTime(deadline.due_after)
                                                    .Text(deadline.calendar_version)
                                                    .Text(deadline.legal_ground)});
    }
    command::AppendAudit(transaction_, {{.caller = call_.caller,
                                         .method = std::string(method_),
                                         .actor = change.actor,
                                         .subject = after.id,
                                         .revision_before = before.revision,
                                         .revision_after = after.revision,
                                         .reason = change.reason,
                                         .legal_ground = change.legal_ground,
                                         .event_id = event_id,
                                         .traceparent = call_.traceparent}});
    outbox::Append(transaction_, {MakeEvent(event_id, after, change, epoch_, call_.traceparent)});
    transaction_.AfterCommit(on_commit_);
    return absl::OkStatus();
  }

  void SaveCalendarVersion(const Dossier& after) override {
    transaction_.Write(
        {sql::kUpdateCalendarVersion, db::Params().Text(after.id).Text(after.calendar_version)});
  }

  void Remember(const CommandKey& command, const std::string& response) override {
    command::RememberAnswer(transaction_, ToRecord(command), response);
  }

 private:
  db::Transaction& transaction_;
  const CallContext& call_;
  std::string_view method_;
  IdGenerator& ids_;
  int epoch_;
  const std::function<void()>& on_commit_;
};

}  // namespace

PgUnitOfWork::PgUnitOfWork(db::Pool& pool, IdGenerator& ids, int epoch,
                           std::function<void()> on_commit)
    : pool_(pool), ids_(ids), epoch_(epoch), on_commit_(std::move(on_commit)) {}

absl::Status PgUnitOfWork::Run(const CallContext& call, std::string_view name,
                               const std::function<absl::Status(Session&)>& body) {
  return pool_.Run(call, name, [&](db::Transaction& transaction) {
    PgSession session(transaction, call, name, ids_, epoch_, on_commit_);
    return body(session);
  });
}

absl::Status PgUnitOfWork::RunFenced(const CallContext& call, std::string_view name,
                                     const db::ShardLock& lock,
                                     const std::function<absl::Status(Session&)>& body) {
  return pool_.Run(call, name, [&](db::Transaction& transaction) {
    transaction.Write(lock.CheckFence());
    PgSession session(transaction, call, name, ids_, epoch_, on_commit_);
    return body(session);
  });
}

}  // namespace motcua::processing

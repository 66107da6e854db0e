#include "fact_inbox.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/db/permanent.h"

#include "dead_letters.h"
#include "verdict.h"

namespace motcua::inbox {
namespace {

constexpr db::Statement kClaim{"inbox_events_claim", R"sql(
  INSERT INTO inbox_events (consumer, event_id, taken_at)
  SELECT $1, event_id, $2 FROM unnest($3::text[]) AS asked (event_id) ORDER BY event_id
  ON CONFLICT DO NOTHING RETURNING event_id
)sql"};

}  // namespace

absl::StatusOr<std::set<std::string>> FactInbox::Claim(db::Transaction& transaction,
                                                       const std::vector<std::string>& event_ids) {
  db::Array asked(db::Type::kText);
  for (const std::string& id : event_ids) {
    asked.Text(id);
  }
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      transaction.Read({kClaim, db::Params().Text(options_.consumer).Time(Now()).Values(asked)}));
  std::set<std::string> claimed;
  for (const db::Row row : rows) {
    claimed.insert(row.Text("event_id"));
  }
  return claimed;
}

absl::Status FactInbox::TakeTogether(const CallContext& call, db::Transaction& transaction,
                                     const Batch& batch,
                                     std::vector<std::optional<Outcome>>& outcomes, bool& reached) {
  std::vector<std::string> ids;
  std::vector<std::optional<Taken>> sorted;
  for (const Incoming* incoming : batch) {
    const absl::StatusOr<Taken> one = Sort(incoming->event);
    sorted.push_back(one.ok() ? std::optional(*one) : std::nullopt);
    if (one.ok()) {  // the others are taken alone
      ids.push_back(incoming->event.event_id);
    }
  }
  MOTCUA_ASSIGN_OR_RETURN(std::set<std::string> claimed, Claim(transaction, ids));
  std::vector<const outbox::Event*> apply;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (!sorted[i].has_value()) {
      continue;
    }
    const bool is_new = claimed.erase(batch[i]->event.event_id) > 0;
    outcomes[i] = Outcome{is_new ? *sorted[i] : Taken::kDuplicate};
    if (is_new && *sorted[i] == Taken::kApplied) {
      apply.push_back(&batch[i]->event);
    }
  }
  return HandleAll(call, transaction, std::move(apply), reached);
}

absl::StatusOr<BaseInbox::Outcome> FactInbox::TakeEvent(const CallContext& call,
                                                        const outbox::Event& event,
                                                        const kafka::Message& message) {
  bool reached = false;
  Taken taken = Taken::kDuplicate;
  const absl::Status status =
      pool_.Run(call, "inbox.take_fact", [&](db::Transaction& transaction) -> absl::Status {
        reached = false;
        taken = Taken::kDuplicate;
        MOTCUA_ASSIGN_OR_RETURN(const auto claimed, Claim(transaction, {event.event_id}));
        const bool is_new = !claimed.empty();
        if (is_new) {
          MOTCUA_ASSIGN_OR_RETURN(taken, Handle(call, transaction, event, reached));
        }
        return Commit(transaction);
      });
  if (status.ok()) {
    return Outcome{taken};
  }
  if (!reached || !db::IsPermanent(status)) {
    return status;
  }
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call, "inbox.bury_fact", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const auto claimed, Claim(transaction, {event.event_id}));
        const bool is_new = !claimed.empty();
        taken = is_new ? Taken::kDeadLetter : Taken::kDuplicate;
        if (is_new) {
          WriteDeadLetter(transaction, options_.consumer, event, message, status, Now());
        }
        return Commit(transaction);
      }));
  if (taken == Taken::kDeadLetter) {
    ToldOfDeadLetter();
  }
  return Outcome{taken};
}

absl::StatusOr<int> FactInbox::RedriveEvent(const CallContext& call, const outbox::Event& event) {
  Taken taken = Taken::kDuplicate;
  const absl::Status redriven =
      pool_.Run(call, "inbox.redrive_fact", [&](db::Transaction& transaction) -> absl::Status {
        // Locks the letter, so that of two concurrent calls the second finds it removed.
        MOTCUA_RETURN_IF_ERROR(
            ReadDeadLetter(transaction, options_.consumer, event.event_id).status());
        bool reached = false;
        MOTCUA_ASSIGN_OR_RETURN(taken, Handle(call, transaction, event, reached));
        DeleteDeadLetter(transaction, options_.consumer, event.event_id);
        return Commit(transaction);
      });
  MOTCUA_RETURN_IF_ERROR(redriven);
  Count({taken});
  return taken == Taken::kApplied ? 1 : 0;
}

absl::Status FactInbox::CatchUp(const CallContext&, const std::string&, const std::string&) {
  return Error(absl::StatusCode::kFailedPrecondition, "NO_HISTORY",
               "facts are unordered, so there is no history to catch up with");
}

}  // namespace motcua::inbox

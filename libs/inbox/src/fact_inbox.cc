#include "fact_inbox.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "dead_letters.h"
#include "verdict.h"

namespace motcua::inbox {
namespace {

constexpr db::Statement kClaim{"inbox_event_claim",
                               "INSERT INTO inbox_events (consumer, event_id, taken_at) "
                               "VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING true"};

}  // namespace

absl::StatusOr<bool> FactInbox::Claim(db::Transaction& transaction, const outbox::Event& event) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result row,
      transaction.Read(
          {kClaim, db::Params().Text(options_.consumer).Text(event.event_id).Time(Now())}));
  return !row.empty();
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
        MOTCUA_ASSIGN_OR_RETURN(const bool is_new, Claim(transaction, event));
        if (is_new) {
          MOTCUA_ASSIGN_OR_RETURN(taken, Handle(call, transaction, event, reached));
        }
        return Commit(transaction);
      });
  if (status.ok()) {
    return Outcome{taken};
  }
  if (!reached || !IsPermanent(status)) {
    return status;
  }
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call, "inbox.bury_fact", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const bool is_new, Claim(transaction, event));
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
        // Locks the letter: of two operators, one finds it gone.
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
               "facts have no order and so no history to catch up with");
}

}  // namespace motcua::inbox

#include "messaging/petition_handler.h"

#include "motcua/feedback/events/v1/feedback_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/wire/time.h"

#include "store/counting.h"

namespace motcua::reporting {
namespace {

namespace events = motcua::feedback::events::v1;

void Count(CountedPetition& petition, const events::PetitionChanged& message) {
  if (message.has_answer_due_at()) {
    petition.due_at = wire::ToInstant(message.answer_due_at());
  }
  if (message.has_answered_at()) {
    petition.answered_at = wire::ToInstant(message.answered_at());
  }
  if (message.state() == "refused" || message.state() == "forwarded" ||
      message.state() == "joined") {
    if (!petition.closed_at.has_value()) {
      petition.closed_at = wire::ToInstant(message.occurred_at());
    }
  } else {
    petition.closed_at.reset();  // reopened
  }
}

}  // namespace

bool PetitionHandler::Handles(const std::string& type) const {
  return type == events::PetitionChanged::descriptor()->full_name();
}

absl::Status PetitionHandler::Apply(const CallContext& call, db::Transaction& transaction,
                                    const outbox::Event& event) {
  return ApplyAll(call, transaction, {&event});
}

absl::Status PetitionHandler::ApplyAll(const CallContext& /*call*/, db::Transaction& transaction,
                                       const std::vector<const outbox::Event*>& batch) {
  std::vector<std::string> ids;
  for (const outbox::Event* event : batch) {
    if (ids.empty() || ids.back() != event->key) {  // in order of keys
      ids.push_back(event->key);
    }
  }
  MOTCUA_ASSIGN_OR_RETURN(LockedPetitions locked, LockPetitions(transaction, slot_, ids));
  std::vector<PetitionRow> rows;
  PetitionDays days;
  for (const outbox::Event* event : batch) {
    events::PetitionChanged message;
    if (!message.ParseFromString(event->payload)) {
      return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
                   "the payload is not a PetitionChanged");
    }
    CountedPetition& petition = locked.petitions[event->key];
    const CountedPetition before = petition;
    Count(petition, message);
    AddTo(days, before, petition);
    if (rows.empty() || rows.back().petition_id != event->key) {
      rows.push_back({.generation = locked.generation, .petition_id = event->key});
    }
    rows.back().counted = petition;
  }
  SavePetitions(transaction, locked.generation, rows, days, batch.size());
  return absl::OkStatus();
}

}  // namespace motcua::reporting

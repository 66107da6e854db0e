#include "messaging/petition_handler.h"

#include "motcua/feedback/events/v1/feedback_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/wire/time.h"

#include "store/counting.h"

namespace motcua::reporting {
namespace {

namespace events = motcua::feedback::events::v1;

}  // namespace

bool PetitionHandler::Handles(const std::string& type) const {
  return type == events::PetitionChanged::descriptor()->full_name();
}

absl::Status PetitionHandler::Apply(const CallContext& /*call*/, db::Transaction& transaction,
                                    const outbox::Event& event) {
  events::PetitionChanged message;
  if (!message.ParseFromString(event.payload)) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
                 "the payload is no PetitionChanged");
  }
  MOTCUA_ASSIGN_OR_RETURN(const LockedPetition locked, LockPetition(transaction, slot_, event.key));
  CountedPetition after = locked.petition;
  if (message.has_answer_due_at()) {
    after.due_at = wire::ToInstant(message.answer_due_at());
  }
  if (message.has_answered_at()) {
    after.answered_at = wire::ToInstant(message.answered_at());
  }
  if (message.state() == "refused" || message.state() == "forwarded") {
    if (!after.closed_at.has_value()) {
      after.closed_at = wire::ToInstant(message.occurred_at());
    }
  } else {
    after.closed_at.reset();  // taken up again
  }
  SavePetition(transaction, locked.generation, event.key, locked.petition, after);
  return absl::OkStatus();
}

}  // namespace motcua::reporting

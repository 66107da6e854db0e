#include "messaging/dossier_handler.h"

#include "motcua/type/v1/dossier.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/wire/time.h"

#include "store/counting.h"

namespace motcua::reporting {
namespace {

std::optional<Instant> TimeOf(bool present, const google::protobuf::Timestamp& time) {
  return present ? std::optional(wire::ToInstant(time)) : std::nullopt;
}

absl::StatusOr<Happening> ToHappening(const type::v1::DossierFacts& facts) {
  Happening happening;
  MOTCUA_ASSIGN_OR_RETURN(happening.state, dossier::NationalStateFromNumber(facts.state()));
  happening.occurred_at = wire::ToInstant(facts.occurred_at());
  happening.received_at = TimeOf(facts.has_received_at(), facts.received_at());
  happening.due_at = TimeOf(facts.has_due_at(), facts.due_at());
  happening.channel = facts.channel();
  happening.agency = facts.handling_agency();
  happening.procedure = facts.procedure_code();
  happening.procedure_version = facts.procedure_version();
  if (const std::string_view fault = FaultOf(happening); !fault.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_INCOMPLETE", fault);
  }
  return happening;
}

}  // namespace

bool DossierHandler::Handles(const std::string& type) const {
  return type.starts_with("motcua.intake.events.v1.") ||
         type.starts_with("motcua.processing.events.v1.");
}

absl::Status DossierHandler::Apply(const CallContext& /*call*/, db::Transaction& transaction,
                                   const outbox::Event& event) {
  type::v1::DossierEventHead head;
  if (!head.ParseFromString(event.payload)) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
                 "the payload has no facts of a dossier");
  }
  const type::v1::DossierFacts& facts = head.facts();
  if (facts.dossier_id() != event.key || facts.sequence() != event.sequence) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_CONTRADICTS_ENVELOPE",
                 "key or sequence of the envelope are not those of the payload");
  }
  MOTCUA_ASSIGN_OR_RETURN(const Happening happening, ToHappening(facts));
  MOTCUA_ASSIGN_OR_RETURN(LockedDossier locked, LockDossier(transaction, slot_, event.key));
  const std::vector<DayChange> changes = Count(locked.dossier, happening);
  SaveDossier(transaction, locked.generation, event.key, locked.dossier,
              {.code = facts.code(),
               .received_at = happening.received_at,
               .due_at = happening.due_at,
               .current_agency = facts.current_agency(),
               .step_name_vi = facts.step_name_vi()},
              changes);
  return absl::OkStatus();
}

}  // namespace motcua::reporting

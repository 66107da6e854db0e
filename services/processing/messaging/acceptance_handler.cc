#include "messaging/acceptance_handler.h"

#include <algorithm>

#include "motcua/intake/events/v1/dossier_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/wire/limit.h"
#include "motcua/wire/time.h"

#include "store/dossier_rows.h"

namespace motcua::processing {
namespace {

namespace events = motcua::intake::events::v1;

const std::string& AcceptedType() {
  return events::DossierAccepted::descriptor()->full_name();
}

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
               "the payload is not a DossierAccepted");
}

/// Rules arrive separately from the dossier and may be late, or unreadable until someone corrects
/// them: then only this dossier waits. Database errors affect all dossiers.
template <typename T>
absl::StatusOr<T> OrNotYet(absl::StatusOr<T> rules) {
  const std::string reason = Reason(rules.status());
  const bool of_this_dossier = reason == "WORKFLOW_UNKNOWN" || reason == "RULE_SET_UNKNOWN" ||
                               reason == "CALENDAR_UNKNOWN" || reason == "RULES_UNREADABLE";
  return of_this_dossier ? inbox::NotYet(rules.status()) : std::move(rules);
}

absl::StatusOr<Dossier> ToDossier(const events::DossierAccepted& message,
                                  const outbox::Event& event) {
  const type::v1::DossierFacts& facts = message.facts();
  if (facts.dossier_id() != event.key || facts.sequence() != event.sequence ||
      !facts.has_received_at()) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_CONTRADICTS_ENVELOPE",
                 "key or sequence differ between envelope and payload");
  }
  Dossier dossier;
  dossier.id = facts.dossier_id();
  dossier.code = facts.code();
  dossier.lookup_key = facts.lookup_key();
  dossier.procedure_code = facts.procedure_code();
  dossier.procedure_version = facts.procedure_version();
  dossier.workflow_id = message.workflow_id();
  dossier.workflow_version = message.workflow_version();
  dossier.rule_set = message.rule_set();
  dossier.channel = facts.channel();
  dossier.receiving_agency = facts.receiving_agency();
  dossier.handling_agency = facts.handling_agency();
  dossier.received_at = wire::ToInstant(facts.received_at());
  MOTCUA_ASSIGN_OR_RETURN(dossier.limit, wire::ToLimitRule(message.limit()));
  dossier.fee_after_acceptance_vnd = message.fee_after_acceptance_vnd();
  dossier.intake_sequence = facts.sequence();
  dossier.revision = facts.revision();
  dossier.last_occurred_at = wire::ToInstant(facts.occurred_at());
  if (facts.has_due_at()) {
    dossier.due_at = wire::ToInstant(facts.due_at());
  }
  dossier.calendar_version = message.calendar_version();
  return dossier;
}

}  // namespace

AcceptanceHandler::AcceptanceHandler(
    RuleBook& rules, const Clock& clock, IdGenerator& ids,
    std::function<void(const std::string& invariant)> on_invariant_broken)
    : rules_(rules),
      clock_(clock),
      ids_(ids),
      on_invariant_broken_(std::move(on_invariant_broken)) {}

bool AcceptanceHandler::Handles(const std::string& type) const {
  // All types of this package known to this build; newer ones are skipped and counted (design rule
  // 5).
  return type.starts_with("motcua.intake.events.v1.") &&
         google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type) != nullptr;
}

absl::Status AcceptanceHandler::Apply(const CallContext& /*call*/, db::Transaction& transaction,
                                      const outbox::Event& event) {
  if (event.type != AcceptedType()) {
    return absl::OkStatus();
  }
  events::DossierAccepted message;
  if (!message.ParseFromString(event.payload)) {
    return Unreadable();
  }
  MOTCUA_ASSIGN_OR_RETURN(Dossier dossier, ToDossier(message, event));
  MOTCUA_ASSIGN_OR_RETURN(const auto workflow, OrNotYet(rules_.FindWorkflow(
                                                   dossier.workflow_id, dossier.workflow_version)));
  MOTCUA_ASSIGN_OR_RETURN(const auto rule_set, OrNotYet(rules_.FindRuleSet(dossier.rule_set)));
  MOTCUA_ASSIGN_OR_RETURN(const auto calendar,
                          OrNotYet(rules_.FindCalendar(dossier.calendar_version)));

  MOTCUA_ASSIGN_OR_RETURN(const calendar::DueDate due, ComputeDue(dossier, *calendar));
  if (due.due != dossier.due_at) {
    transaction.AfterCommit([this] { on_invariant_broken_("due_date_differs"); });
  }
  const Situation situation{.actor = {.kind = ActorKind::kSystem, .id = "processing", .agency = {}},
                            .reason = {},
                            .legal_ground = {},
                            .now = std::max(clock_.Now(), dossier.last_occurred_at),
                            .workflow = *workflow,
                            .rules = *rule_set,
                            .calendar = *calendar,
                            .ids = ids_};
  MOTCUA_RETURN_IF_ERROR(OpenDossier(dossier, situation));
  InsertDossier(transaction, dossier, message.limit().SerializeAsString());
  InsertLedger(transaction, {{.dossier_id = dossier.id,
                              .sequence = 0,
                              .at = dossier.received_at,
                              .cause = std::string(ToString(DeadlineCause::kAccepted)),
                              .due_before = std::nullopt,
                              .due_after = dossier.due_at,
                              .calendar_version = dossier.calendar_version,
                              .legal_ground = message.limit().legal_ground()}});
  return absl::OkStatus();
}

}  // namespace motcua::processing

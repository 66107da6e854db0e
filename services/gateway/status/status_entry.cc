#include "status/status_entry.h"

#include "motcua/dossier/dossier_state.h"
#include "motcua/dossier/next_action.h"

namespace motcua::gateway {

StatusEntry FromFacts(const type::v1::DossierFacts& facts, bool from_processing) {
  StatusEntry entry;
  entry.version = from_processing ? Version{facts.intake_sequence(), facts.sequence()}
                                  : Version{facts.sequence(), 0};
  type::v1::PublicStatus& status = entry.status;
  status.set_code(facts.code());
  status.set_state(facts.state());
  status.mutable_version()->set_intake(entry.version.intake);
  status.mutable_version()->set_processing(entry.version.processing);
  *status.mutable_as_of() = facts.occurred_at();
  type::v1::StatusDetails& details = *status.mutable_details();
  details.set_procedure_code(facts.procedure_code());
  details.set_current_agency(facts.current_agency());
  details.set_step_name_vi(facts.step_name_vi());
  if (facts.has_received_at()) {
    *details.mutable_received_at() = facts.received_at();
  }
  if (facts.has_due_at()) {
    *details.mutable_due_at() = facts.due_at();
  }
  details.set_paused(facts.paused());
  if (const auto state = dossier::NationalStateFromNumber(facts.state()); state.ok()) {
    status.set_state_vi(std::string(dossier::VietnameseName(*state)));
    status.set_state_en(std::string(dossier::EnglishName(*state)));
    status.set_completion_percent(dossier::CompletionOf(*state).percent);
    const dossier::NextAction next = dossier::NextActionIn(*state);
    details.set_next_action_vi(std::string(next.vi));
    details.set_next_action_en(std::string(next.en));
  }
  return entry;
}

}  // namespace motcua::gateway

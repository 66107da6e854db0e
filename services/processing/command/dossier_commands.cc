#include "command/dossier_commands.h"

#include <array>

#include "motcua/base/status_macros.h"
#include "motcua/command/reference.h"

#include "messaging/dossier_events.h"
#include "store/dossier_rows.h"

namespace motcua::processing {

DossierCommands::DossierCommands(RuleBook& rules, AcceptanceSource& acceptances, IdGenerator& ids,
                                 int epoch)
    : rules_(rules), acceptances_(acceptances), ids_(ids), epoch_(epoch) {}

std::vector<db::Query> DossierCommands::Open(const Commands& commands, bool wait) const {
  std::vector<std::string> dossiers;
  for (const command::Command<DossierModel>* command : commands) {
    dossiers.push_back(command->header.subject);
  }
  return {DossiersQuery(dossiers, wait ? db::Reading::kLock : db::Reading::kLockFree)};
}

absl::StatusOr<command::Opening<DossierModel>> DossierCommands::Read(
    const Commands& commands, const std::vector<db::Result>& results,
    db::Transaction& /*transaction*/) const {
  command::Opening<DossierModel> opening;
  MOTCUA_ASSIGN_OR_RETURN(opening.aggregates, ReadDossiers(results.front()));
  opening.places = command::PlacesOf<DossierModel>(
      commands, opening.aggregates,
      [](const Dossier& dossier) {
        return std::array{dossier.id, dossier.lookup_key};
      },
      command::NameOf);
  return opening;
}

absl::StatusOr<Decision> DossierCommands::Decide(const command::Command<DossierModel>& command,
                                                 const Surroundings& /*around*/, Dossier& dossier,
                                                 Instant now) const {
  MOTCUA_ASSIGN_OR_RETURN(const auto workflow,
                          rules_.FindWorkflow(dossier.workflow_id, dossier.workflow_version));
  MOTCUA_ASSIGN_OR_RETURN(const auto rule_set, rules_.FindRuleSet(dossier.rule_set));
  MOTCUA_ASSIGN_OR_RETURN(const auto calendar, rules_.CurrentCalendar());
  return processing::Decide(dossier, command.request,
                            {.actor = command.header.actor,
                             .reason = command.header.reason,
                             .legal_ground = command.header.legal_ground,
                             .now = now,
                             .workflow = *workflow,
                             .rules = *rule_set,
                             .calendar = *calendar,
                             .ids = ids_},
                            !command.by_program());
}

std::optional<outbox::Event> DossierCommands::EventOf(
    const command::Change<DossierModel>& change) const {
  return MakeEvent(change, epoch_);
}

void DossierCommands::Write(db::Transaction& transaction,
                            const std::vector<command::Written<DossierModel>>& dossiers,
                            const std::vector<command::Change<DossierModel>>& changes) const {
  std::vector<LedgerRow> ledger;
  for (const command::Change<DossierModel>& change : changes) {
    if (change.decision.deadline.has_value()) {
      ledger.push_back(ToLedgerRow(change.after, *change.decision.deadline));
    }
  }
  UpdateDossiers(transaction, dossiers);
  InsertLedger(transaction, ledger);
}

absl::Status DossierCommands::Unknown() const {
  return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "no such dossier");
}

absl::Status DossierCommands::Fetch(const CallContext& call, const std::string& dossier) const {
  return acceptances_.Fetch(call, dossier);
}

ErrorMetadata DossierCommands::SeenInstead(const Dossier& dossier) const {
  return {{"state", std::to_string(dossier::WireNumber(dossier.state))}};
}

}  // namespace motcua::processing

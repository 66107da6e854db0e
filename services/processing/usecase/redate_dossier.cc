#include "usecase/redate_dossier.h"

#include <algorithm>

#include "motcua/base/status_macros.h"

namespace motcua::processing {

absl::Status RedateDossier::Execute(Session& session, const std::string& dossier_id) const {
  MOTCUA_ASSIGN_OR_RETURN(const auto calendar, rules_.CurrentCalendar());
  MOTCUA_ASSIGN_OR_RETURN(const Opened opened, session.Open({}, dossier_id));
  if (!opened.dossier.has_value() || opened.dossier->calendar_version == calendar->version() ||
      opened.dossier->ended_at.has_value() || opened.dossier->finished_at.has_value()) {
    return absl::OkStatus();
  }
  const Dossier& before = *opened.dossier;
  MOTCUA_ASSIGN_OR_RETURN(const auto workflow,
                          rules_.FindWorkflow(before.workflow_id, before.workflow_version));
  MOTCUA_ASSIGN_OR_RETURN(const auto rule_set, rules_.FindRuleSet(before.rule_set));
  Dossier after = before;
  MOTCUA_ASSIGN_OR_RETURN(const std::optional<Occurrence> occurrence, Redate(after, *calendar));
  if (!occurrence.has_value()) {
    session.SaveCalendarVersion(after);
    return absl::OkStatus();
  }
  const Actor actor{.kind = ActorKind::kSystem, .id = "calendar", .agency = {}};
  const Situation situation{.actor = actor,
                            .reason = "calendar " + calendar->version(),
                            .legal_ground = {},
                            .now = std::max(clock_.Now(), before.last_occurred_at),
                            .workflow = *workflow,
                            .rules = *rule_set,
                            .calendar = *calendar,
                            .ids = ids_};
  MOTCUA_ASSIGN_OR_RETURN(const auto deadline, Settle(after, *occurrence, situation, false));
  return session.Save(before, after,
                      {.occurrence = *occurrence,
                       .previous_state = before.state,
                       .actor = actor,
                       .reason = situation.reason,
                       .legal_ground = {},
                       .deadline = deadline});
}

}  // namespace motcua::processing

#include "usecase/raise_alerts.h"

#include "motcua/base/status_macros.h"

#include "usecase/command.h"

namespace motcua::intake {
namespace {

constexpr char kMethod[] = "RaiseAcceptanceAlert";

// Moves the dossier to its next alert; false when somebody answered it meanwhile.
bool TakeAlert(Dossier& dossier, Instant now, AcceptanceDelayed& event) {
  if (dossier.accepted || dossier.state != NationalState::kFiled ||
      !dossier.next_alert_at.has_value() || *dossier.next_alert_at > now) {
    return false;
  }
  event.overdue = dossier.next_alert_at == dossier.acceptance_due_at;
  if (event.overdue) {
    dossier.next_alert_at.reset();
  } else {
    dossier.next_alert_at = dossier.acceptance_due_at;
  }
  return true;
}

}  // namespace

absl::StatusOr<int> RaiseAlerts::Run(const CallContext& call, UnitOfWork& work, int shard,
                                     int limit) const {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> due,
                          reader_.DueAlerts(call, shard, clock_.Now(), limit));
  int raised = 0;
  for (const std::string& id : due) {
    bool took = false;
    const auto body = [&](Session& session) -> absl::Status {
      took = false;
      MOTCUA_ASSIGN_OR_RETURN(Opening opening, session.Open({.dossier = id}));
      AcceptanceDelayed event;
      if (!opening.dossier.has_value() || !TakeAlert(*opening.dossier, clock_.Now(), event)) {
        return absl::OkStatus();
      }
      Dossier& dossier = *opening.dossier;
      Advance(dossier, NotBefore(dossier, clock_.Now()));
      session.Record({.dossier = dossier,
                      .event = {.id = ids_.NewId(),
                                .body = event,
                                .previous_state = dossier::WireNumber(dossier.state),
                                .actor = {.kind = ActorKind::kSystem, .id = "motcua-intake"}},
                      .method = kMethod,
                      .revision_before = dossier.revision});
      took = true;
      return absl::OkStatus();
    };
    MOTCUA_RETURN_IF_ERROR(work.Run(call, kMethod, body));
    raised += took ? 1 : 0;
  }
  return raised;
}

}  // namespace motcua::intake

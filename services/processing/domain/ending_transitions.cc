#include <algorithm>

#include "domain/refusal.h"

// Endings without a result, and stops.

namespace motcua::processing {

using dossier::NationalState;

absl::StatusOr<Occurrence> StopAtRequest(Dossier& dossier, const Situation& situation) {
  MOTCUA_RETURN_IF_ERROR(RequireReason(situation));
  if (dossier.state != NationalState::kInProcess) {
    return Refuse(dossier, "WRONG_STATE",
                  "only a dossier in process and without a result can be stopped");
  }
  // On the applicant's request, the receiving counter checks and issues form 05 (TT 03/2025 Đ7).
  MOTCUA_RETURN_IF_ERROR(RequireCounter(dossier, situation));
  dossier.stops.push_back({.from = situation.now, .to = {}});
  return Occurrence{.type = EventType::kStopped};
}

absl::StatusOr<Occurrence> Resume(Dossier& dossier, const Situation& situation) {
  if (!dossier.stopped()) {
    return Refuse(dossier, "WRONG_STATE", "the dossier is not stopped");
  }
  MOTCUA_RETURN_IF_ERROR(RequireCounter(dossier, situation));
  if (!situation.rules.resume_allowed) {
    return Refuse(dossier, "RESUME_NOT_ALLOWED",
                  "the rules under which it was received do not allow resuming");
  }
  dossier.stops.back().to = situation.now;
  Occurrence occurrence{.type = EventType::kResumed};
  occurrence.deadline_cause = DeadlineCause::kStop;
  return occurrence;
}

absl::StatusOr<Occurrence> Withdraw(Dossier& dossier, const Situation& situation) {
  MOTCUA_RETURN_IF_ERROR(RequireReason(situation));
  MOTCUA_RETURN_IF_ERROR(RequireInWork(dossier));
  if (situation.actor.kind != ActorKind::kCitizen) {
    MOTCUA_RETURN_IF_ERROR(RequireCounter(dossier, situation));
  }
  EndWork(dossier, situation.now);
  dossier.end_reason = EndReason::kWithdrawn;
  return Occurrence{.type = EventType::kWithdrawn};
}

absl::StatusOr<Occurrence> ReturnUnqualified(Dossier& dossier, const Situation& situation,
                                             const std::string& task_id) {
  MOTCUA_RETURN_IF_ERROR(RequireReason(situation));
  if (dossier.state != NationalState::kInProcess) {
    return Refuse(dossier, "WRONG_STATE",
                  "only a dossier in process can be returned as unqualified");
  }
  MOTCUA_ASSIGN_OR_RETURN(const Task* const task, RequireOwnTask(dossier, situation, task_id));
  Occurrence occurrence{.type = EventType::kReturned};
  occurrence.task_id = task->id;
  occurrence.from_agency = task->agency;
  EndWork(dossier, situation.now);
  dossier.end_reason = EndReason::kReturnedUnqualified;
  return occurrence;
}

}  // namespace motcua::processing

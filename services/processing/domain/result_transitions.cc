#include <algorithm>

#include "domain/refusal.h"

// The result: recording, transfer to the counter, hand-over.

namespace motcua::processing {

using dossier::NationalState;

absl::StatusOr<Occurrence> Finish(Dossier& dossier, const Situation& situation,
                                  const std::string& task_id, const std::string& result_number) {
  MOTCUA_RETURN_IF_ERROR(
      CheckShortText("result_number", "RESULT_NUMBER_INVALID", result_number, 64));
  MOTCUA_RETURN_IF_ERROR(RequireInWork(dossier));
  MOTCUA_ASSIGN_OR_RETURN(Task* const task, RequireOwnTask(dossier, situation, task_id));
  if (Waits(dossier, *task)) {
    return Refuse(dossier, "TASK_WAITS", "a request of this task to the applicant is still open");
  }
  const bool others_open = std::ranges::any_of(dossier.tasks, [&](const Task& other) {
    return other.state == TaskState::kOpen && other.id != task->id;
  });
  if (others_open || task->stage != situation.workflow.last_processing_stage()) {
    return Refuse(dossier, "TASKS_OPEN", "earlier steps of the workflow are not finished");
  }
  task->state = TaskState::kDone;
  task->done_at = situation.now;
  task->done_sequence = dossier.sequence + 1;
  const std::string finished_id = task->id;

  Occurrence occurrence{.type = EventType::kFinished};
  occurrence.task_id = finished_id;
  occurrence.from_agency = situation.actor.agency;
  occurrence.result_number = result_number;
  MOTCUA_RETURN_IF_ERROR(OpenStage(dossier, situation, situation.workflow.hand_over_stage(),
                                   finished_id, occurrence.to_agencies));
  dossier.finished_at = situation.now;
  dossier.result_number = result_number;
  dossier.result_agency = situation.actor.agency;
  dossier.result_place = ResultPlace::kAtOffice;
  return occurrence;
}

absl::StatusOr<Occurrence> TransferResult(Dossier& dossier, const Situation& situation) {
  if (dossier.state != NationalState::kFinished || dossier.result_place != ResultPlace::kAtOffice) {
    return Refuse(dossier, "WRONG_STATE", "no result is waiting at an agency");
  }
  if (situation.actor.kind != ActorKind::kOfficer ||
      situation.actor.agency != dossier.result_agency) {
    return Error(absl::StatusCode::kPermissionDenied, "NOT_YOUR_TASK",
                 "another agency made the result");
  }
  dossier.result_place = ResultPlace::kTransferred;
  Occurrence occurrence{.type = EventType::kResultTransferred};
  occurrence.from_agency = dossier.result_agency;
  occurrence.to_agencies = {dossier.receiving_agency};
  return occurrence;
}

absl::StatusOr<Occurrence> ConfirmResult(Dossier& dossier, const Situation& situation) {
  const bool own_result = dossier.result_place == ResultPlace::kAtOffice &&
                          dossier.result_agency == dossier.receiving_agency;
  if (dossier.state != NationalState::kFinished ||
      (dossier.result_place != ResultPlace::kTransferred && !own_result)) {
    return Refuse(dossier, "WRONG_STATE", "no result is on its way to the counter");
  }
  MOTCUA_RETURN_IF_ERROR(RequireCounter(dossier, situation));
  dossier.result_place = ResultPlace::kAtCounter;
  return Occurrence{.type = EventType::kResultConfirmed};
}

absl::StatusOr<Occurrence> HandOver(Dossier& dossier, const Situation& situation,
                                    const std::string& proof) {
  MOTCUA_RETURN_IF_ERROR(CheckShortText("proof", "PROOF_INVALID", proof, 200));
  if (dossier.state != NationalState::kFinished) {
    return Refuse(dossier, "WRONG_STATE", "no result is ready to be handed over");
  }
  MOTCUA_RETURN_IF_ERROR(RequireCounter(dossier, situation));
  if (dossier.result_place != ResultPlace::kAtCounter) {
    return Refuse(dossier, "RESULT_NOT_AT_COUNTER",
                  "the counter has not confirmed that it has the result");
  }
  if (!dossier.fee_paid()) {
    return Refuse(dossier, "FEE_UNPAID", "the fee on the receipt is not paid yet");
  }
  for (Task& task : dossier.tasks) {
    if (task.state == TaskState::kOpen) {
      task.state = TaskState::kDone;
      task.done_at = situation.now;
      task.done_sequence = dossier.sequence + 1;
    }
  }
  dossier.result_place = ResultPlace::kHandedOver;
  dossier.handed_over_at = situation.now;
  return Occurrence{.type = EventType::kHandedOver};
}

}  // namespace motcua::processing

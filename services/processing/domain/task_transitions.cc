#include <algorithm>

#include "domain/refusal.h"

// Tasks: forward, transfer, recall.

namespace motcua::processing {
namespace {

bool StageIsOpen(const Dossier& dossier, int stage) {
  return std::ranges::any_of(dossier.tasks, [&](const Task& task) {
    return task.stage == stage && task.state == TaskState::kOpen;
  });
}

/// The newest task that the actor's agency passed on, if any.
struct LastMove {
  Task* finished = nullptr;     // a task it finished, or
  Task* transferred = nullptr;  // a task it transferred to another agency
};

LastMove FindLastMove(Dossier& dossier, const std::string& agency) {
  LastMove last;
  std::int64_t newest = 0;
  for (Task& task : dossier.tasks) {
    if (task.state == TaskState::kDone && task.agency == agency && task.done_sequence > newest) {
      newest = task.done_sequence;
      last = {.finished = &task, .transferred = nullptr};
    }
    if (task.state == TaskState::kOpen && task.transferred_from == agency &&
        task.transferred_sequence > newest) {
      newest = task.transferred_sequence;
      last = {.finished = nullptr, .transferred = &task};
    }
  }
  return last;
}

}  // namespace

absl::Status OpenDossier(Dossier& dossier, const Situation& situation) {
  std::vector<std::string> agencies;
  MOTCUA_RETURN_IF_ERROR(OpenStage(dossier, situation, 0, "", agencies));
  dossier.state = DeriveState(dossier);
  return absl::OkStatus();
}

absl::StatusOr<Occurrence> Forward(Dossier& dossier, const Situation& situation,
                                   const std::string& task_id) {
  MOTCUA_RETURN_IF_ERROR(RequireInWork(dossier));
  MOTCUA_ASSIGN_OR_RETURN(Task* const task, RequireOwnTask(dossier, situation, task_id));
  if (Waits(dossier, *task)) {
    return Refuse(dossier, "TASK_WAITS", "a request of this task to the applicant is still open");
  }
  const int stage = task->stage;
  const std::string finished_id = task->id;
  const bool others_open = std::ranges::any_of(dossier.tasks, [&](const Task& other) {
    return other.stage == stage && other.state == TaskState::kOpen && other.id != finished_id;
  });
  // The last open task of the last processing stage must end with a result (Finish), so that every
  // dossier reaches the counter with one.
  if (stage >= situation.workflow.last_processing_stage() && !others_open) {
    return Refuse(dossier, "LAST_STAGE",
                  "the last step ends with the result; record the result instead");
  }
  task->state = TaskState::kDone;
  task->done_at = situation.now;
  task->done_sequence = dossier.sequence + 1;

  Occurrence occurrence{.type = EventType::kForwarded};
  occurrence.task_id = finished_id;
  occurrence.from_agency = situation.actor.agency;
  if (!StageIsOpen(dossier, stage)) {
    MOTCUA_RETURN_IF_ERROR(
        OpenStage(dossier, situation, stage + 1, finished_id, occurrence.to_agencies));
  }
  return occurrence;
}

absl::StatusOr<Occurrence> Transfer(Dossier& dossier, const Situation& situation,
                                    const std::string& task_id, const std::string& to_agency,
                                    const std::string& to_officer) {
  MOTCUA_RETURN_IF_ERROR(RequireInWork(dossier));
  MOTCUA_ASSIGN_OR_RETURN(Task* const task, RequireOwnTask(dossier, situation, task_id));
  if (task->kind != StepKind::kProcessing) {
    return Refuse(dossier, "COUNTER_TASK", "a task of the counter can't be transferred");
  }
  if (Waits(dossier, *task)) {
    return Refuse(dossier, "TASK_WAITS", "a request of this task to the applicant is still open");
  }
  if (to_agency == task->agency && to_officer == task->officer) {
    return FieldError("to_agency", "NOTHING_TO_TRANSFER",
                      "the task is already with this agency and officer");
  }
  Occurrence occurrence{.type = EventType::kTransferred};
  occurrence.task_id = task->id;
  occurrence.from_agency = task->agency;
  occurrence.to_agencies = {to_agency};
  if (to_agency != task->agency) {
    task->transferred_from = task->agency;
    task->transferred_sequence = dossier.sequence + 1;
    task->acted = false;
    task->agency = to_agency;
  } else {
    task->acted = true;
  }
  task->officer = to_officer;
  return occurrence;
}

absl::StatusOr<Occurrence> Recall(Dossier& dossier, const Situation& situation) {
  MOTCUA_RETURN_IF_ERROR(RequireInWork(dossier));
  const std::string& agency = situation.actor.agency;
  if (situation.actor.kind != ActorKind::kOfficer || agency.empty()) {
    return Error(absl::StatusCode::kPermissionDenied, "NOT_YOUR_TASK",
                 "only the sending agency may take it back");
  }
  const LastMove last = FindLastMove(dossier, agency);
  Occurrence occurrence{.type = EventType::kRecalled};
  occurrence.to_agencies = {agency};

  if (last.transferred != nullptr) {
    Task& task = *last.transferred;
    if (task.acted) {
      return Refuse(dossier, "RECEIVER_HAS_ACTED", "the receiver has already worked on it");
    }
    occurrence.task_id = task.id;
    occurrence.from_agency = task.agency;
    task.agency = agency;
    task.officer.clear();
    task.transferred_from.clear();
    task.transferred_sequence = 0;
    return occurrence;
  }
  if (last.finished == nullptr) {
    return Refuse(dossier, "NOTHING_TO_RECALL", "the agency has nothing to take back");
  }

  Task& task = *last.finished;
  std::vector<Task*> opened;
  for (Task& other : dossier.tasks) {
    if (other.opened_by == task.id && other.state != TaskState::kCancelled) {
      opened.push_back(&other);
    }
  }
  if (opened.empty() && !StageIsOpen(dossier, task.stage)) {
    // Another agency finished the stage after it, so only that agency can recall what followed.
    return Refuse(dossier, "NOTHING_TO_RECALL", "another agency has ended the stage");
  }
  for (Task* next : opened) {
    // A transfer in force is the receiver's act; it must be taken back first.
    if (next->state == TaskState::kDone || next->acted || !next->transferred_from.empty() ||
        Waits(dossier, *next)) {
      return Refuse(dossier, "RECEIVER_HAS_ACTED", "the receiver has already worked on it");
    }
  }
  for (Task* next : opened) {
    occurrence.from_agency = next->agency;
    next->state = TaskState::kCancelled;
    next->done_at = situation.now;
  }
  occurrence.task_id = task.id;
  task.state = TaskState::kOpen;
  task.done_at.reset();
  task.done_sequence = 0;
  return occurrence;
}

}  // namespace motcua::processing

#include "domain/refusal.h"

#include <algorithm>

#include "motcua/text/text.h"

namespace motcua::processing {

using dossier::NationalState;

absl::Status Refuse(const Dossier& dossier, std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message,
               {{"state", std::to_string(dossier::WireNumber(dossier.state))},
                {"revision", std::to_string(dossier.revision)}});
}

absl::Status RequireInWork(const Dossier& dossier) {
  switch (dossier.state) {
    case NationalState::kReceived:
    case NationalState::kInProcess:
    case NationalState::kSupplementRequested:
    case NationalState::kPaymentRequested:
      return absl::OkStatus();
    default:
      return Refuse(dossier, "WRONG_STATE", "the dossier is not in process");
  }
}

absl::Status RequireReason(const Situation& situation) {
  if (text::IsBlank(situation.reason)) {
    return FieldError("command.reason", "REASON_MISSING", "a written reason is required");
  }
  return absl::OkStatus();
}

absl::Status CheckShortText(std::string_view field, std::string_view reason, std::string_view text,
                            std::size_t most) {
  return text::Check(
      text,
      {.field = field, .most = most, .required = true, .missing = reason, .too_long = reason});
}

absl::StatusOr<Task*> RequireOwnTask(Dossier& dossier, const Situation& situation,
                                     const std::string& task_id) {
  const std::string& agency = situation.actor.agency;
  Task* task = nullptr;
  if (!task_id.empty()) {
    task = dossier.FindTask(task_id);
    if (task == nullptr) {
      return FieldError("task_id", "TASK_UNKNOWN", "the dossier has no such task");
    }
  } else {
    for (Task& candidate : dossier.tasks) {
      if (candidate.state == TaskState::kOpen && candidate.agency == agency) {
        if (task != nullptr) {
          return FieldError("task_id", "TASK_AMBIGUOUS",
                            "the agency has several open tasks here; name one");
        }
        task = &candidate;
      }
    }
    if (task == nullptr) {
      return Error(absl::StatusCode::kPermissionDenied, "NOT_YOUR_TASK",
                   "the acting agency has no open task on this dossier");
    }
  }
  if (task->state != TaskState::kOpen) {
    return Refuse(dossier, "TASK_NOT_OPEN", "the task is already done or was taken back");
  }
  if (situation.actor.kind != ActorKind::kOfficer || task->agency != agency) {
    return Error(absl::StatusCode::kPermissionDenied, "NOT_YOUR_TASK",
                 "the task belongs to another agency");
  }
  return task;
}

absl::Status RequireCounter(const Dossier& dossier, const Situation& situation) {
  if (situation.actor.kind != ActorKind::kOfficer ||
      situation.actor.agency != dossier.receiving_agency) {
    return Error(absl::StatusCode::kPermissionDenied, "NOT_YOUR_TASK",
                 "only the counter that received the dossier may do this");
  }
  return absl::OkStatus();
}

bool Waits(const Dossier& dossier, const Task& task) {
  return std::ranges::any_of(dossier.requests,
                             [&](const Request& r) { return r.open() && r.task_id == task.id; });
}

void EndWork(Dossier& dossier, Instant now) {
  for (Task& task : dossier.tasks) {
    if (task.state == TaskState::kOpen) {
      task.state = TaskState::kCancelled;
      task.done_at = now;
    }
  }
  for (Request& request : dossier.requests) {
    if (request.open()) {
      request.closed_at = now;
      request.wait_ended_at = now;
    }
  }
  dossier.ended_at = now;
}

absl::Status OpenStage(Dossier& dossier, const Situation& situation, int stage,
                       const std::string& opened_by, std::vector<std::string>& agencies) {
  for (const Step& step : situation.workflow.stages[static_cast<std::size_t>(stage)].steps) {
    Task task{.id = situation.ids.NewId(),
              .stage = stage,
              .step_id = step.id,
              .step_name_vi = step.name_vi,
              .kind = step.kind,
              .opened_at = situation.now,
              .opened_by = opened_by};
    switch (step.agency) {
      case StepAgency::kReceiving:
        task.agency = dossier.receiving_agency;
        break;
      case StepAgency::kHandling:
        task.agency = dossier.handling_agency;
        break;
      case StepAgency::kNamed:
        task.agency = step.agency_code;
        break;
    }
    if (step.hours > 0) {
      // The limit of a step counts from its opening (NĐ 61/2018 Đ19; limits per step in hours,
      // domain 3.3).
      MOTCUA_ASSIGN_OR_RETURN(
          const calendar::LocalTime due,
          situation.calendar.AddWorkingHours(calendar::ToLocal(situation.now), step.hours));
      task.due_at = calendar::ToInstant(due);
    }
    agencies.push_back(task.agency);
    dossier.tasks.push_back(std::move(task));
  }
  return absl::OkStatus();
}

}  // namespace motcua::processing

#include "domain/dossier.h"

#include <algorithm>

namespace motcua::processing {

using dossier::NationalState;

const Task* Dossier::current_task() const {
  const auto open = std::ranges::find(tasks, TaskState::kOpen, &Task::state);
  return open == tasks.end() ? nullptr : &*open;
}

Task* Dossier::FindTask(std::string_view task_id) {
  const auto found = std::ranges::find(tasks, task_id, &Task::id);
  return found == tasks.end() ? nullptr : &*found;
}

Request* Dossier::FindRequest(std::string_view request_id) {
  const auto found = std::ranges::find(requests, request_id, &Request::id);
  return found == requests.end() ? nullptr : &*found;
}

NationalState DeriveState(const Dossier& dossier) {
  if (dossier.end_reason == EndReason::kWithdrawn) {
    return NationalState::kWithdrawn;
  }
  if (dossier.end_reason != EndReason::kNone) {
    return NationalState::kNotAccepted;
  }
  if (dossier.handed_over_at.has_value()) {
    return NationalState::kHandedOver;
  }
  if (dossier.finished_at.has_value()) {
    return NationalState::kFinished;
  }
  if (dossier.stopped()) {
    return NationalState::kStopped;
  }
  const auto waits_for = [&](RequestKind kind) {
    return std::ranges::any_of(dossier.requests,
                               [&](const Request& r) { return r.open() && r.kind == kind; });
  };
  if (waits_for(RequestKind::kSupplement)) {
    return NationalState::kSupplementRequested;
  }
  if (waits_for(RequestKind::kPayment)) {
    return NationalState::kPaymentRequested;
  }
  const bool at_reception = std::ranges::any_of(dossier.tasks, [](const Task& task) {
    return task.state == TaskState::kOpen && task.kind == StepKind::kReception;
  });
  return at_reception ? NationalState::kReceived : NationalState::kInProcess;
}

}  // namespace motcua::processing

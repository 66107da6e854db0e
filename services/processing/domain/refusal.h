#pragma once

#include <string>
#include <string_view>

#include "motcua/base/status_macros.h"

#include "domain/transitions.h"

namespace motcua::processing {

// Checks shared by several transitions, and their refusals.

/// FAILED_PRECONDITION with the present state and revision in the metadata.
absl::Status Refuse(const Dossier& dossier, std::string_view reason, std::string_view message);

/// OK while the dossier is received, in process, or waiting for the applicant (2, 4, 5, 6).
absl::Status RequireInWork(const Dossier& dossier);

/// A written reason is required for refusals, stops, withdrawals and extensions.
absl::Status RequireReason(const Situation& situation);

/// A required text of one line and of at most `most` characters. INVALID_ARGUMENT / `reason` when
/// it is blank or too long, TEXT_INVALID.
absl::Status CheckShortText(std::string_view field, std::string_view reason, std::string_view text,
                            std::size_t most);

/// The open task selected by the actor: by id, or the only open one of the actor's agency.
/// PERMISSION_DENIED / NOT_YOUR_TASK for another agency's.
absl::StatusOr<Task*> RequireOwnTask(Dossier& dossier, const Situation& situation,
                                     const std::string& task_id);

/// OK if the actor is an officer of the receiving counter.
absl::Status RequireCounter(const Dossier& dossier, const Situation& situation);

/// True when a request of this task is still open.
bool Waits(const Dossier& dossier, const Task& task);

/// Ends all open work: cancels tasks and closes requests as of `now`.
void EndWork(Dossier& dossier, Instant now);

/// Opens the tasks of a stage.
absl::Status OpenStage(Dossier& dossier, const Situation& situation, int stage,
                       const std::string& opened_by, std::vector<std::string>& agencies);

}  // namespace motcua::processing

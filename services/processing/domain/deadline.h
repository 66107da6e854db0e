#pragma once

#include <absl/status/statusor.h>

#include "domain/dossier.h"

namespace motcua::processing {

/// The due date of a dossier from everything that bears on it: receipt, limit, calendar, waits,
/// stops, extension. The only way a due date comes about; nothing ever edits one (design rule 8).
absl::StatusOr<calendar::DueDate> ComputeDue(const Dossier& dossier,
                                             const calendar::WorkingCalendar& calendar);

/// Why a due date changed; one ledger row each.
enum class DeadlineCause { kAccepted, kSupplement, kPayment, kStop, kExtension, kCalendar };
std::string_view ToString(DeadlineCause cause);

/// One row of the deadline ledger.
struct DeadlineChange {
  DeadlineCause cause = DeadlineCause::kAccepted;
  std::optional<Instant> due_before;
  std::optional<Instant> due_after;
  std::string calendar_version;
  std::string legal_ground;
};

}  // namespace motcua::processing

#pragma once

#include <absl/status/statusor.h>

#include "domain/dossier.h"

namespace motcua::processing {

/// The due date of a dossier from receipt, limit, calendar, waits, stops and extension. This is the
/// only source of due dates; they are never edited (design rule 8).
absl::StatusOr<calendar::DueDate> ComputeDue(const Dossier& dossier,
                                             const calendar::WorkingCalendar& calendar);

/// Why a due date changed; each change is one ledger row.
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

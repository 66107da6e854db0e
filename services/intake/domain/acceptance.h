#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/clock.h"
#include "motcua/calendar/due_date.h"

#include "domain/dossier.h"
#include "domain/rules.h"

namespace motcua::intake {

/// Everything that acceptance fixes for a dossier by the rules known at that moment: the content of
/// DossierAccepted and the receipt.
struct Acceptance {
  std::string workflow_id;
  int workflow_version = 0;
  std::string calendar_version;
  Limit limit;
  std::optional<Instant> due_at;
  std::int64_t fee_after_vnd = 0;
  /// The calculation, alternating Vietnamese and English lines.
  std::vector<std::string> explanation;
  /// Warnings for people, in both languages.
  std::vector<std::string> warnings;
};

/// Computes it for a dossier received at `received_at`. FAILED_PRECONDITION /
/// WORKFLOW_NOT_APPROVED, CALENDAR_UNKNOWN; INTERNAL / RULES_MISSING when the dossier's procedure
/// version is missing, which must never happen; OUT_OF_RANGE / CALENDAR_RANGE_EXCEEDED.
absl::StatusOr<Acceptance> ComputeAcceptance(const Rules& rules, const Dossier& dossier,
                                             Instant received_at);

/// The counter's time limit for an online dossier that waits since `from`: working hours of its
/// rule set (NĐ 297/2025 Đ6.4). Errors as for ComputeAcceptance.
absl::StatusOr<AcceptanceClock> ComputeAcceptanceClock(const Rules& rules,
                                                       const std::string& rule_set, Instant from);

/// The applicant's deadline: closing time of the n-th working day after `from` (law-2025 5).
absl::StatusOr<Instant> ComputeAnswerDue(const Rules& rules, int working_days, Instant from);

}  // namespace motcua::intake

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

/// Everything that acceptance fixes about a dossier, by rules known at that moment: what
/// DossierAccepted carries and the receipt prints.
struct Acceptance {
  std::string workflow_id;
  int workflow_version = 0;
  std::string calendar_version;
  Limit limit;
  std::optional<Instant> due_at;
  std::int64_t fee_after_vnd = 0;
  /// The arithmetic, a Vietnamese line and its English one in turn.
  std::vector<std::string> explanation;
  /// What a person should know, in both languages.
  std::vector<std::string> warnings;
};

/// Computes it for a dossier received at `received_at`. FAILED_PRECONDITION /
/// WORKFLOW_NOT_APPROVED, CALENDAR_UNKNOWN; INTERNAL / RULES_MISSING when the dossier's own
/// procedure version is gone, which nothing may cause; OUT_OF_RANGE / CALENDAR_RANGE_EXCEEDED.
absl::StatusOr<Acceptance> ComputeAcceptance(const Rules& rules, const Dossier& dossier,
                                             Instant received_at);

/// Counter's time for an online dossier that waits from `from` on: working hours of its rule set
/// (NĐ 297/2025 Đ6.4). Errors as ComputeAcceptance.
absl::StatusOr<AcceptanceClock> ComputeAcceptanceClock(const Rules& rules,
                                                       const std::string& rule_set, Instant from);

/// The applicant's time: closing time of the n-th working day after `from` (law-2025 5).
absl::StatusOr<Instant> ComputeAnswerDue(const Rules& rules, int working_days, Instant from);

}  // namespace motcua::intake

#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/clock.h"

#include "domain/content.h"
#include "domain/rules.h"

namespace motcua::intake {

/// A dossier's content accepted by the catalogue, so that it may be filed.
struct Admission {
  /// As stored (ReadContent), codes in their present spelling.
  DossierContent content;
  const Procedure* procedure = nullptr;  // valid as long as the rules
  const RuleSet* rule_set = nullptr;
  std::int64_t fee_before_vnd = 0;
};

/// Checks a dossier's content against the catalogue in force at `now`. INVALID_ARGUMENT with the
/// field: those of ReadContent, PROCEDURE_UNKNOWN, PROCEDURE_NOT_ONLINE, CHANNEL_NOT_ALLOWED,
/// AGENCY_UNKNOWN, AGENCY_CLOSED, AGENCY_NOT_COMPETENT, PART_UNKNOWN, PART_DUPLICATE, PART_MISSING,
/// VARIANT_UNKNOWN, PAYER_UNKNOWN; FAILED_PRECONDITION / RULE_SET_UNKNOWN.
absl::StatusOr<Admission> Admit(const Rules& rules, const DossierContent& typed, Channel channel,
                                Instant now);

/// PART_UNKNOWN, PART_DUPLICATE: checks that all parts belong to the procedure and occur once.
/// `field` is the path of the list.
absl::Status CheckPartsKnown(const Procedure& procedure, const std::vector<FiledPart>& parts,
                             const std::string& field);

}  // namespace motcua::intake

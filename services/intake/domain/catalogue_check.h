#pragma once

#include <string>
#include <vector>

#include <absl/status/status.h>

#include "domain/catalogue.h"

namespace motcua::intake {

/// One fault of a catalogue: the field (`procedures[2].parts[0].id`), a stable reason, and a
/// message.
struct CatalogueFault {
  std::string field;
  std::string reason;
  std::string message;
};

/// All faults of a catalogue; empty if it may be applied. Checks every entry, so that its author
/// can fix all faults at once. Reasons: CODE_INVALID, CODE_DUPLICATE, CODE_AMBIGUOUS (same look-up
/// key as another agency), NAME_MISSING, LEVEL_MISSING, PARENT_UNKNOWN, PARENT_CYCLE,
/// SUCCESSOR_UNKNOWN, DATE_INVALID, DATES_REVERSED, CANNOT_RECEIVE, VERSION_INVALID,
/// CHANNELS_MISSING, CHANNEL_INVALID, ONLINE_LEVEL_INVALID, HANDLING_MISSING, AGENCY_UNKNOWN,
/// WORKFLOW_MISSING, PART_ID_INVALID, PART_DUPLICATE, COUNT_INVALID, FEE_INVALID,
/// LIMIT_NOT_COVERING, RULE_SET_MISSING, RULE_SETS_OVERLAP, RULE_VALUE_INVALID, and those of
/// ToLimitRule.
std::vector<CatalogueFault> CheckCatalogue(const Catalogue& catalogue);

/// INVALID_ARGUMENT / CATALOGUE_INVALID with the metadata pair ("faults", number), then a pair
/// (field, "REASON: message") for each, which libs/rpc sends as field violations.
absl::Status ToError(const std::vector<CatalogueFault>& faults);

}  // namespace motcua::intake

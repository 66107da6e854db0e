#pragma once

#include <string>
#include <vector>

#include <absl/status/status.h>

#include "domain/catalogue.h"

namespace motcua::intake {

/// One thing that is wrong with a catalogue: where (`procedures[2].parts[0].id`), a stable reason,
/// and a sentence.
struct CatalogueFault {
  std::string field;
  std::string reason;
  std::string message;
};

/// Everything that is wrong with a catalogue, taken as a whole; empty when it may be applied. Looks
/// at every entry, so that the one who wrote it mends all in one round. Reasons: CODE_INVALID,
/// CODE_DUPLICATE, CODE_AMBIGUOUS (same look-up key as another agency), NAME_MISSING,
/// LEVEL_MISSING, PARENT_UNKNOWN, PARENT_CYCLE, SUCCESSOR_UNKNOWN, DATE_INVALID, DATES_REVERSED,
/// CANNOT_RECEIVE, VERSION_INVALID, CHANNELS_MISSING, CHANNEL_INVALID, ONLINE_LEVEL_INVALID,
/// HANDLING_MISSING, AGENCY_UNKNOWN, WORKFLOW_MISSING, PART_ID_INVALID, PART_DUPLICATE,
/// COUNT_INVALID, FEE_INVALID, LIMIT_NOT_COVERING, RULE_SET_MISSING, RULE_SETS_OVERLAP,
/// RULE_VALUE_INVALID, and those of ToLimitRule.
std::vector<CatalogueFault> CheckCatalogue(const Catalogue& catalogue);

/// INVALID_ARGUMENT / CATALOGUE_INVALID with the metadata pair ("faults", how many), then a pair
/// (field, "REASON: sentence") for each: the form that libs/rpc sends as field violations.
absl::Status ToError(const std::vector<CatalogueFault>& faults);

}  // namespace motcua::intake

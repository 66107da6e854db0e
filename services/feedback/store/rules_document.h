#pragma once

#include <absl/status/statusor.h>

#include "motcua/feedback/v1/feedback_service.pb.h"

#include "domain/petition_rules.h"

namespace motcua::feedback {

/// Converts a version of the limits from its message. INVALID_ARGUMENT / PETITION_RULES_INVALID for
/// an unknown class, channel or unit; CheckRules checks the rest.
absl::StatusOr<PetitionRules> ToRules(const v1::PetitionRules& document);
v1::PetitionRules ToDocument(const PetitionRules& rules);

}  // namespace motcua::feedback

#pragma once

#include <absl/status/statusor.h>

#include "motcua/feedback/v1/feedback_service.pb.h"

#include "domain/petition_rules.h"

namespace motcua::feedback {

/// A version of the limits as it is sent and stored. INVALID_ARGUMENT / PETITION_RULES_INVALID for
/// a class, channel or unit that does not exist; the rest is for CheckRules.
absl::StatusOr<PetitionRules> ToRules(const v1::PetitionRules& document);
v1::PetitionRules ToDocument(const PetitionRules& rules);

}  // namespace motcua::feedback

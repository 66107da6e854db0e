#pragma once

#include <string>
#include <vector>

#include <absl/status/status.h>

namespace motcua::dossier {

/// The items of a supplement request (form 02), as the applicant reads them: 1 to 50, each of 1 to
/// 500 characters, line breaks allowed. INVALID_ARGUMENT with the field `items_vi` or
/// `items_vi[n]`: ITEMS_MISSING, TOO_MANY_ITEMS, ITEM_INVALID (blank or too long), TEXT_INVALID.
/// Pure, thread-safe.
absl::Status CheckSupplementItems(const std::vector<std::string>& items);

}  // namespace motcua::dossier

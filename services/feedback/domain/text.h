#pragma once

#include <cstddef>
#include <string_view>

#include <absl/status/status.h>

namespace motcua::feedback {

/// What people may write. Pure, thread-safe.
struct TextRule {
  /// Of the request, for the error.
  std::string_view field;
  /// In Unicode characters.
  std::size_t most = 0;
  bool required = false;
  /// Line breaks and tabs are allowed.
  bool lines = false;
};

/// INVALID_ARGUMENT with the field: TEXT_MISSING for a required text that is blank, TEXT_TOO_LONG,
/// TEXT_INVALID for what is no UTF-8 (over-long forms and surrogates included) or holds a control
/// character.
absl::Status CheckText(std::string_view text, const TextRule& rule);

}  // namespace motcua::feedback

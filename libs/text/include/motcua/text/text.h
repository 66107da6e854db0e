#pragma once

#include <cstddef>
#include <string_view>

#include <absl/status/status.h>

namespace motcua::text {

// Checks of texts entered by people, UTF-8. Pure, thread-safe.

/// False when a byte is not part of a valid character; over-long forms and surrogates are invalid.
bool IsUtf8(std::string_view text);

/// Number of Unicode code points of a text; a byte that is not part of a valid character counts as
/// one.
std::size_t CountCharacters(std::string_view utf8);

/// True when the text is empty or has only white space of any kind.
bool IsBlank(std::string_view utf8);

/// True for a text of `least` to `most` decimal digits 0-9 only.
bool IsDigits(std::string_view text, std::size_t least, std::size_t most);

/// True for what may be an e-mail address: one @ with something before it and a dot after it, no
/// white space and no `<>,;`, at most 254 bytes.
bool IsEmail(std::string_view text);

/// What may stand in one field.
struct Rule {
  /// Path in the request, for the error: `command.reason`.
  std::string_view field;
  /// In Unicode characters.
  std::size_t most = 0;
  bool required = false;
  /// Line breaks and tabs are allowed.
  bool lines = false;
  /// Reasons of the errors, if not the default ones.
  std::string_view missing = "TEXT_MISSING";
  std::string_view too_long = "TEXT_TOO_LONG";
};

/// INVALID_ARGUMENT with the field: TEXT_INVALID for invalid UTF-8 (including over-long forms and
/// surrogates) or a control character; `missing` for a required text that is blank; `too_long`.
absl::Status Check(std::string_view utf8, const Rule& rule);

}  // namespace motcua::text

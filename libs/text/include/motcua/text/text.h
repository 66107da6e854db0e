#pragma once

#include <cstddef>
#include <string_view>

#include <absl/status/status.h>

namespace motcua::text {

// Checks of texts entered by people, UTF-8. Pure, thread-safe.

/// Number of characters as people count them: extended grapheme clusters (UAX #29), so a letter
/// with its marks counts as one in either form. A byte that is not part of a valid character counts
/// as one.
std::size_t CountCharacters(std::string_view utf8);

/// True when there is nothing to be seen in the text: it is empty or has only white space, marks
/// without a letter, and invisible characters of any kind.
bool IsBlank(std::string_view utf8);

/// True for a text of `least` to `most` decimal digits 0-9 only.
bool IsDigits(std::string_view text, std::size_t least, std::size_t most);

/// What may stand in one field.
struct Rule {
  /// Path in the request, for the error: `command.reason`.
  std::string_view field;
  /// In characters as people count them.
  std::size_t most = 0;
  bool required = false;
  /// Line breaks and tabs are allowed.
  bool lines = false;
  /// Reasons of the errors, if not the default ones.
  std::string_view missing = "TEXT_MISSING";
  std::string_view too_long = "TEXT_TOO_LONG";
};

/// INVALID_ARGUMENT with the field: TEXT_INVALID for invalid UTF-8 (including over-long forms and
/// surrogates), a control character, a character that turns the direction of writing (UAX #9:
/// embeddings, overrides, isolates; they make a text read otherwise than it is stored), a
/// noncharacter, more than 30 marks in a row (UAX #15, Stream-Safe Text), or an optional text that
/// is blank but not empty; `missing` for a required text that is blank; `too_long`, also when there
/// are more than eight code points to each allowed character.
absl::Status Check(std::string_view utf8, const Rule& rule);

/// The same for what no text of any field may contain, whatever its rule: TEXT_INVALID for the
/// characters above, of which line breaks and tabs are allowed. Says nothing of length and blanks.
absl::Status CheckCharacters(std::string_view utf8, std::string_view field);

}  // namespace motcua::text

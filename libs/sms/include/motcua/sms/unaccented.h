#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::sms {

/// A text in GSM-7 characters.
struct Unaccented {
  std::string text;
  /// Number of characters without any likeness in the alphabet, replaced by `?`.
  int replaced = 0;
};

/// A text as it goes to a telephone: without accents and in the GSM-7 alphabet, so that 160
/// characters fit into a message instead of 70 (domain 6.3). Composed and decomposed letters are
/// alike. What word processors and other keyboards put in becomes what was meant: quotes, dashes,
/// dots, bullets, blanks of any width, fractions, full-width and look-alike letters; letters of
/// other scripts by ICU's transliteration. Invisible characters are left out. What remains, such as
/// a smiley, becomes `?` and is counted. INVALID_ARGUMENT / TEXT_NOT_UTF8. Pure, thread-safe.
absl::StatusOr<Unaccented> RemoveAccents(std::string_view text);

}  // namespace motcua::sms

#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::sms {

/// A text in GSM-7 characters.
struct Unaccented {
  std::string text;
  /// Characters that had no form in the alphabet and became `?`.
  int replaced = 0;
};

/// Takes the accents off a text, composed or decomposed, d-bar included: 160 characters fit into a
/// message then instead of 70 (domain 6.3). What still isn't in the GSM-7 alphabet becomes `?`, one
/// for each character, and is counted. INVALID_ARGUMENT / TEXT_NOT_UTF8. Pure, thread-safe.
absl::StatusOr<Unaccented> RemoveAccents(std::string_view text);

}  // namespace motcua::sms

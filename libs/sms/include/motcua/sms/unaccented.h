#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::sms {

/// A text in GSM-7 characters.
struct Unaccented {
  std::string text;
  /// Number of characters outside the alphabet, replaced by `?`.
  int replaced = 0;
};

/// Removes the accents of a text, composed or decomposed, including d-bar, so that 160 characters
/// fit into a message instead of 70 (domain 6.3). Each character still outside the GSM-7 alphabet
/// becomes `?` and is counted. INVALID_ARGUMENT / TEXT_NOT_UTF8. Pure, thread-safe.
absl::StatusOr<Unaccented> RemoveAccents(std::string_view text);

}  // namespace motcua::sms

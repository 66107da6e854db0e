#pragma once

#include <string_view>

#include <absl/status/status.h>

namespace motcua::json {

/// Deepest nesting of arrays and objects that is read.
inline constexpr int kDeepest = 32;

/// Whether a text is JSON as RFC 8259 has it and, by I-JSON (RFC 7493), UTF-8 without unpaired
/// surrogates and without a name twice in one object. Readers that take more (trailing commas,
/// single quotes, bare names, the last of two equal names) run after it. INVALID_ARGUMENT /
/// JSON_INVALID with what is wrong and at which line and column; the message repeats no bytes of
/// the text. Pure, thread-safe.
absl::Status CheckJson(std::string_view text);

}  // namespace motcua::json

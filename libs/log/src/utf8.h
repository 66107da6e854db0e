#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace motcua::log {

/// Converts text to valid UTF-8 for JSON, because text from the network may be invalid: each byte
/// that is not part of a well-formed sequence becomes U+FFFD. Text longer than `limit` bytes is cut
/// between characters and ends in U+2026.
std::string ValidUtf8(std::string_view text, std::size_t limit);

}  // namespace motcua::log
